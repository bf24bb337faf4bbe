import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test, vi } from 'vitest';
import { keydesk } from './run.ts';

// A dozen commands, each a process of its own.
vi.setConfig({ testTimeout: 90_000 });

const folder = mkdtempSync(join(tmpdir(), 'keydesk-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const data = ['--practice', '--data', folder, '--json'];
const run = async (...args: string[]) => {
  const { stdout, code } = await keydesk(['activity', ...args, ...data]);
  return { code, answer: stdout === '' ? null : JSON.parse(stdout) };
};

test('activity list, verify and export tell what the commands before did', async () => {
  const enrolled = await keydesk(['enroll', '--user', 'user1@contoso.example', '--pin-stdin', ...data], {
    stdin: '318459\n',
  });
  const { method } = JSON.parse(enrolled.stdout);
  await keydesk(['passkeys', 'delete', '--user', 'user1@contoso.example', '--id', method.id, ...data]);

  const { answer: all } = await run('list');
  expect(all.entries).toMatchObject([
    { seq: 6, kind: 'assignment-changed', facts: { to: 'revoked' } },
    { seq: 5, kind: 'passkey-deleted', result: 'done' },
    { seq: 4, kind: 'assignment-changed', facts: { to: 'active' } },
    { seq: 3, kind: 'enrollment-done', user: { userPrincipalName: 'user1@contoso.example' }, facts: { proven: true } },
    { seq: 2, kind: 'assignment-changed', facts: { to: 'provisioning' } },
    { seq: 1, kind: 'passkey-assigned', user: { userPrincipalName: 'user1@contoso.example' } },
  ]);
  const { answer: some } = await run('list', '--kind', 'passkey-deleted', '--user', 'user1@contoso.example');
  expect(some.entries).toHaveLength(1);
  expect((await run('list', '--limit', '1')).answer).toMatchObject({ next: 6 });
  expect((await run('list', '--limit', '1', '--before', '2')).answer.entries).toMatchObject([{ seq: 1 }]);

  const { answer: whole } = await run('verify');
  expect(whole).toMatchObject({ ok: true, head: { count: 6 } });
  const noted = `${whole.head.count}:${whole.head.hash}`;
  expect((await run('verify', '--noted', noted)).code).toBe(0);

  const file = join(folder, 'log.jsonl');
  expect((await run('export', '--to', file)).answer).toEqual({ ok: true, file, entries: 6 });
  expect(readFileSync(file, 'utf8')).not.toContain('318459');
  const again = await run('export', '--to', file);
  expect(again).toMatchObject({ code: 1, answer: { error: { code: 'invalid-input' } } });
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(6);

  rmSync(join(folder, 'practice/activity-head.json'));
  expect(await run('verify')).toMatchObject({
    code: 1,
    answer: { ok: false, error: { code: 'activity-head-missing' }, head: whole.head },
  });
  expect(await run('verify', '--accept')).toMatchObject({ code: 0, answer: { ok: true, head: { count: 7 } } });
  expect((await run('verify', '--noted', noted)).code).toBe(0);

  const raw = new DatabaseSync(join(folder, 'practice/keydesk.db'));
  raw.exec("DROP TRIGGER activity_keeps_words; UPDATE activity SET user_principal_name = 'x' WHERE seq = 1");
  raw.close();
  const { code, answer } = await run('verify');
  expect(code).toBe(1);
  expect(answer).toMatchObject({ ok: false, error: { code: 'activity-altered' }, head: { count: 0 } });
});

test.each([
  [['list', '--kind', 'nonsense']],
  [['list', '--since', 'yesterday']],
  [['list', '--limit', '501']],
  [['verify', '--noted', '7']],
  [['export']],
])('wrong usage exits with 2: %j', async args => {
  expect((await run(...args)).code).toBe(2);
});
