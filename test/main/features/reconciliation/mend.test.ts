import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnrollmentResult } from '../../../../src/contract/enrollment/schema.ts';
import type { MendRequest, ReconcileRequest } from '../../../../src/contract/reconciliation/schema.ts';
import { type Desk, enrollAt, PIN, USER } from '../enrollment/desk.ts';
import { ageAssignments, importChanges, openMadeDesk, writeRecord } from './desk.ts';
import { deleteElsewhere, registerElsewhere } from './foreign.ts';

let desk: Desk;
let made: EnrollmentResult;
beforeEach(async () => {
  ({ desk, made } = await openMadeDesk());
});
afterEach(() => desk.close());

const compare = (request: ReconcileRequest = { user: USER }) => desk.client.reconciliation.compare(request);
const onKey = () => compare({ key: { keyId: desk.keyId, pin: PIN } });
const mend = (request: MendRequest) => desk.client.reconciliation.mend(request);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    error => error.data?.code,
  );
const held = async () =>
  (await desk.client.keys.credentials.list({ keyId: desk.keyId, pin: PIN })).credentials.map(({ id }) => id);
const stateOf = async (credentialId: string) =>
  (await desk.client.assignments.list({})).assignments.find(each => each.credentialId === credentialId);
const deleteOnKey = (more: Partial<Extract<MendRequest, { mend: 'delete-on-key' }>> = {}) =>
  mend({
    mend: 'delete-on-key',
    keyId: desk.keyId,
    pin: PIN,
    credentialId: made.credentialId,
    confirm: USER,
    evenIfUnproven: false,
    ...more,
  });
const close = async (evenIfUnproven = false) =>
  mend({ mend: 'close-assignment', assignmentId: (await stateOf(made.credentialId))?.id ?? '', evenIfUnproven });

describe('adopt', () => {
  test('records a passkey that was made elsewhere, and the difference is gone', async () => {
    const { credentialId } = registerElsewhere(desk.graph, USER);
    const [difference] = (await compare()).differences;
    const { assignments } = await mend({ mend: 'adopt', user: USER, methodId: difference?.methodId ?? '' });
    expect(assignments).toMatchObject([
      {
        state: 'active',
        source: 'import',
        reason: 'adopted',
        purpose: 'backup',
        credentialId,
        passkeyName: 'Made elsewhere',
      },
    ]);
    expect((await compare()).differences).toEqual([]);
    const { entries } = await desk.client.activity.list({ kinds: ['assignment-changed'], limit: 1 });
    expect(entries).toMatchObject([{ facts: { to: 'active', reason: 'adopted' } }]);
  });

  test('leaves a planned passkey waiting', async () => {
    const other = 'user3@contoso.example';
    registerElsewhere(desk.graph, other);
    const planned = await desk.client.assignments.assign({ user: other });
    const [difference] = (await compare({ user: other })).differences;
    await mend({ mend: 'adopt', user: other, methodId: difference?.methodId ?? '' });
    const { assignments } = await desk.client.assignments.list({ user: other });
    expect(assignments.map(({ id, state }) => [id === planned.id, state]).sort()).toEqual([
      [false, 'active'],
      [true, 'pending'],
    ]);
  });

  test('refuses what the record has, what Entra does not list, and a phone', async () => {
    const adopt = (methodId: string) => codeOf(mend({ mend: 'adopt', user: USER, methodId }));
    expect(await adopt(made.method.id)).toBe('difference-gone');
    expect(await adopt('bm90aGluZw2')).toBe('difference-gone');
    registerElsewhere(desk.graph, USER, { aaGuid: 'de1e552d-db1d-4423-a619-566b625cdc84' });
    const phone = (await compare()).passkeys.find(({ place }) => place === 'platform');
    expect(await adopt(phone?.methodId ?? '')).toBe('difference-gone');
  });

  test('lets the key that holds the passkey be found when it is plugged in', async () => {
    await writeRecord(desk, 'DELETE FROM assignment; DELETE FROM journal; DELETE FROM security_key');
    const [difference] = (await onKey()).differences;
    await mend({ mend: 'adopt', user: USER, methodId: difference?.methodId ?? '' });
    expect(await onKey()).toMatchObject({ differences: [], passkeys: [{ recorded: 'active', onKey: 'yes' }] });
  });
});

describe('delete in Entra', () => {
  const remove = (methodId: string, confirm = USER) => mend({ mend: 'delete-in-entra', user: USER, methodId, confirm });

  test('deletes a passkey that was made elsewhere', async () => {
    registerElsewhere(desk.graph, USER);
    const [difference] = (await compare()).differences;
    await remove(difference?.methodId ?? '');
    expect(desk.graph.state.methods.map(({ credentialId }) => credentialId)).toEqual([made.credentialId]);
    expect((await compare()).differences).toEqual([]);
    const { entries } = await desk.client.activity.list({ kinds: ['passkey-deleted'] });
    expect(entries).toMatchObject([{ result: 'done', facts: { methodId: difference?.methodId } }]);
  });

  test('deletes nothing without the name of the user', async () => {
    expect(await codeOf(remove(made.method.id, 'user3@contoso.example'))).toBe('mend-not-confirmed');
    expect(desk.graph.state.methods).toHaveLength(1);
  });

  test('deletes a passkey that was erased from its key, and one whose deletion is due', async () => {
    await desk.client.keys.credentials.delete({ keyId: desk.keyId, pin: PIN, credentialId: made.credentialId });
    expect(await remove(made.method.id)).toMatchObject({ failure: null, assignments: [{ deletion: { done: true } }] });
    expect(desk.graph.state.methods).toEqual([]);
    const again = (await enrollAt(desk, { pin: { kind: 'given', pin: PIN } })).result;
    desk.graph.faults.add({ method: 'DELETE', path: 'fido2Methods', status: 403, times: 2 });
    const id = (await desk.client.inventory.list({})).keys.find(({ user }) => user !== null)?.id ?? '';
    await desk.client.inventory.reportLost({ id });
    expect((await compare()).differences).toMatchObject([{ kind: 'deletion-due' }]);
    expect(await remove(again?.method.id ?? '')).toMatchObject({ failure: null });
    expect((await compare()).differences).toEqual([]);
  });

  test('keeps a refused deletion as an error', async () => {
    registerElsewhere(desk.graph, USER);
    const [difference] = (await compare()).differences;
    desk.graph.faults.add({ method: 'DELETE', path: 'fido2Methods', status: 403, times: 2 });
    expect(await codeOf(remove(difference?.methodId ?? ''))).toBe('graph-forbidden');
    expect(desk.graph.state.methods).toHaveLength(2);
  });

  test('ends the assignment of a user who was deleted', async () => {
    await importChanges(desk);
    desk.graph.tenant.removeUser(USER);
    await importChanges(desk);
    const { assignments } = await remove(made.method.id);
    expect(assignments).toMatchObject([{ state: 'revoked', deletion: { done: true }, account: null }]);
    expect((await compare()).differences).toEqual([]);
  });
});

describe('delete on the key', () => {
  test('is refused for a passkey that Entra lists', async () => {
    expect(await codeOf(deleteOnKey({ evenIfUnproven: true }))).toBe('difference-gone');
    expect(await held()).toEqual([made.credentialId]);
  });

  test('is refused while it is not proven that Entra does not have it, unless a person decides', async () => {
    deleteElsewhere(desk.graph, made.credentialId);
    expect(await codeOf(deleteOnKey())).toBe('mend-unproven');
    expect(await held()).toEqual([made.credentialId]);
    expect(await codeOf(deleteOnKey({ confirm: 'somebody', evenIfUnproven: true }))).toBe('mend-not-confirmed');
    await deleteOnKey({ evenIfUnproven: true });
    expect(await held()).toEqual([]);
  });

  test('deletes a passkey that Keydesk has deleted in Entra', async () => {
    await desk.client.passkeys.delete({ user: made.user.id, id: made.method.id });
    await deleteOnKey();
    expect(await held()).toEqual([]);
    expect((await onKey()).differences).toEqual([]);
    expect((await desk.client.activity.list({ kinds: ['key-credential-deleted'] })).entries).toHaveLength(1);
  });

  test('of a passkey that Entra has not listed for an hour leaves nothing to do there', async () => {
    deleteElsewhere(desk.graph, made.credentialId);
    await ageAssignments(desk);
    expect(await deleteOnKey()).toMatchObject({ assignments: [{ state: 'revoked', deletion: { done: true } }] });
    expect((await compare()).differences).toEqual([]);
  });

  test('is refused while Entra cannot be read', async () => {
    deleteElsewhere(desk.graph, made.credentialId);
    desk.graph.faults.add({ method: 'GET', path: 'fido2Methods', status: 403, times: 8 });
    expect(await codeOf(deleteOnKey({ evenIfUnproven: true }))).toBe('difference-gone');
    expect(await held()).toEqual([made.credentialId]);
  });
});

describe('close the assignment', () => {
  test('of a passkey that Entra has not listed for an hour', async () => {
    deleteElsewhere(desk.graph, made.credentialId);
    expect(await codeOf(close())).toBe('mend-unproven');
    await ageAssignments(desk);
    expect(await close()).toMatchObject({ assignments: [{ state: 'revoked', reason: 'passkey-deleted' }] });
    expect((await compare()).differences).toEqual([]);
  });

  test('that a person decides is undone by the next comparison if Entra has the passkey after all', async () => {
    const [method] = desk.graph.state.methods;
    deleteElsewhere(desk.graph, made.credentialId);
    await close(true);
    if (method !== undefined) desk.graph.state.methods.push(method);
    await ageAssignments(desk);
    expect((await compare()).differences).toMatchObject([{ kind: 'deletion-due' }]);
  });

  test('is refused while Entra lists the passkey, or cannot be read', async () => {
    expect(await codeOf(close(true))).toBe('difference-gone');
    desk.graph.faults.add({ method: 'GET', path: 'fido2Methods', status: 403, times: 8 });
    expect(await codeOf(close(true))).toBe('graph-forbidden');
    expect(await stateOf(made.credentialId)).toMatchObject({ state: 'active' });
  });
});

describe('mark the key', () => {
  const key = async () => (await desk.client.inventory.list({})).keys.find(({ user }) => user !== null);

  test.each(['mark-key-lost', 'mark-key-returned'] as const)('%s revokes its passkeys, after its name', async how => {
    const { id = '', serial, product, model } = (await key()) ?? {};
    expect(await codeOf(mend({ mend: how, inventoryKey: id, confirm: 'nothing' }))).toBe('mend-not-confirmed');
    const confirm = serial ?? product ?? model ?? '';
    const { report } = await mend({ mend: how, inventoryKey: id, confirm });
    expect(report).toMatchObject({
      key: { state: how === 'mark-key-lost' ? 'lost' : 'blank' },
      revoked: [{ state: 'revoked', deletion: { done: true } }],
    });
    expect(desk.graph.state.methods).toEqual([]);
  });
});
