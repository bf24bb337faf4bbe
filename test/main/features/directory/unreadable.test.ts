import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, enrollAt, openDesk, PIN, USER } from '../enrollment/desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    error => error.data?.code,
  );

test('an enrollment, a policy, an assignment and a report do without an imported directory that is damaged; what is about it says so', async () => {
  for await (const event of await desk.client.directory.import({ full: false })) expect(event.kind).not.toBe('failed');
  expect((await desk.client.directory.state()).users).toBeGreaterThan(0);
  await desk.restart();
  // The core opens it with the first question.
  for (const log of ['-wal', '-shm']) rmSync(join(desk.folder, `directory.db${log}`), { force: true });
  writeFileSync(join(desk.folder, 'directory.db'), 'no database at all, '.repeat(500));

  expect(await codeOf(desk.client.directory.users({ filter: {}, offset: 0, limit: 10 }))).toBe('database-damaged');
  const { failure, result } = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
  expect(failure).toBeUndefined();
  expect(result?.user.userPrincipalName).toBe(USER);
  expect((await desk.client.assignments.list({})).assignments).toMatchObject([{ state: 'active' }]);
  expect(await codeOf(desk.client.assignments.assign({ user: 'user4@contoso.example' }))).toBeUndefined();
  expect((await desk.client.passkeys.list({ user: USER })).length).toBe(1);
  let report = '';
  for await (const part of await desk.client.assignments.export({ filter: {}, format: 'pdf' })) report += part;
  expect(report.length).toBeGreaterThan(1000);
});
