import { afterEach, describe, expect, test } from 'vitest';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { isProvenGone } from '../../../../src/main/features/assignments/gone.ts';
import { type Desk, enrollAt, openDesk, PIN, USER } from '../enrollment/desk.ts';

const { signal } = new AbortController();
const HOUR = 3_600_000;
const activated = (ago: number) => ({
  user_id: 'u',
  method_id: 'm',
  activated_at: new Date(Date.now() - ago).toISOString(),
});
const parts = (left: boolean, listed: boolean | Error) => ({
  now: Date.now,
  userLeft: async () => left,
  isListed: async () => {
    if (listed instanceof Error) throw listed;
    return listed;
  },
});

describe('a passkey whose deletion was answered with "not found"', () => {
  test.each([
    ['of a user whom the import saw leave', true, true, 0, true],
    ['not listed by Entra and registered long ago', false, false, 2 * HOUR, true],
    ['still listed by Entra', false, true, 2 * HOUR, false],
    ['registered a moment ago, so that a replica may not know it', false, false, 60_000, false],
    ['of a user whom this sign-in cannot see', false, new KeydeskError('user-not-found'), 2 * HOUR, false],
    ['where Entra cannot be asked', false, new KeydeskError('graph-unreachable'), 2 * HOUR, false],
  ])('%s', async (_, left, listed, ago, gone) => {
    expect(await isProvenGone(parts(left, listed), activated(ago), signal)).toBe(gone);
  });
});

describe('at a desk', () => {
  let desk: Desk;
  afterEach(() => desk.close());

  const deletionsRefused = () => desk.graph.faults.add({ method: 'DELETE', path: 'fido2Methods', status: 404 });
  const only = async () =>
    (await desk.client.assignments.list({})).assignments.find(({ state }) => state !== 'pending');

  test('a revoked passkey that Entra did not find stays due, and is deleted when Entra finds it', async () => {
    desk = await openDesk();
    await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
    deletionsRefused();
    const id = (await only())?.id ?? '';
    expect(await desk.client.assignments.revoke({ id })).toMatchObject({ state: 'revoked', deletion: { done: false } });
    expect(desk.graph.state.methods).toHaveLength(1);
    expect(await desk.client.inventory.finish()).toMatchObject({ done: 1, due: 0 });
    expect(desk.graph.state.methods).toHaveLength(0);
  });

  test('a passkey that was just registered does not end its assignment by one answer', async () => {
    desk = await openDesk();
    const { result } = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
    deletionsRefused();
    const failed = desk.client.passkeys.delete({ user: USER, id: result?.method.id ?? '' });
    await expect(failed).rejects.toMatchObject({ data: { code: 'passkey-not-found' } });
    expect(await only()).toMatchObject({ state: 'active' });
  });
});
