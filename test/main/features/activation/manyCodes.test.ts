import { afterEach, expect, test } from 'vitest';
import type { CodePart } from '../../../../src/contract/activation/schema.ts';
import { type Desk, openDesk } from '../enrollment/desk.ts';

let desk: Desk;
afterEach(() => desk.close());

const upn = (n: number) => `user${n}@contoso.example`;

async function codes(request: Parameters<Desk['client']['activation']['codes']['makeMany']>[0]) {
  const parts: CodePart[] = [];
  for await (const part of await desk.client.activation.codes.makeMany(request)) parts.push(part);
  return parts;
}

test('each user of the assignments gets one code, which works; others say why they get none', async () => {
  desk = await openDesk();
  const one = await desk.client.assignments.assign({ user: upn(1) });
  const two = await desk.client.assignments.assign({ user: upn(2) });
  const three = await desk.client.assignments.assign({ user: upn(3) });
  await desk.client.assignments.cancel({ id: three.id });
  const parts = await codes({ which: { ids: [one.id, two.id, three.id, 'nobody'] }, hours: 4 });
  const rows = parts.flatMap(part => part.codes);
  expect(parts.at(-1)).toMatchObject({ done: 4, total: 4 });
  expect(rows.map(({ user, failure }) => [user?.userPrincipalName ?? null, failure?.code ?? null])).toEqual([
    [upn(1), null],
    [upn(2), null],
    [upn(3), 'assignment-changed'],
    [null, 'assignment-not-found'],
  ]);
  const [first, second] = rows;
  expect(first?.code).not.toBe(second?.code);
  const proven = await desk.client.activation.enterCode({ user: upn(1), code: first?.code ?? '' });
  expect(proven.userPrincipalName).toBe(upn(1));
  const { entries } = await desk.client.activity.list({ kinds: ['activation-code-made'] });
  expect(entries.map(({ user }) => user.userPrincipalName).toSorted()).toEqual([upn(1), upn(2)]);
  expect(JSON.stringify(entries)).not.toContain(first?.code);
});

test('all pending assignments of a filter get codes, and a second list withdraws the first one', async () => {
  desk = await openDesk();
  for (const n of [1, 2]) await desk.client.assignments.assign({ user: upn(n) });
  const first = await codes({ which: { filter: { states: ['pending'] } } });
  await codes({ which: { filter: { states: ['pending'] } } });
  const [old] = first.flatMap(part => part.codes);
  await expect(
    desk.client.activation.enterCode({ user: old?.user?.userPrincipalName ?? '', code: old?.code ?? '' }),
  ).rejects.toMatchObject({ data: { code: 'activation-code-wrong' } });
  const open = (await desk.client.activation.codes.list()).filter(({ state }) => state === 'open');
  expect(open).toHaveLength(2);
});
