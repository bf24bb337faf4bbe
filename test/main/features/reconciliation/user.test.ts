import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnrollmentResult } from '../../../../src/contract/enrollment/schema.ts';
import type { ReconcileRequest } from '../../../../src/contract/reconciliation/schema.ts';
import { type Desk, PIN, USER } from '../enrollment/desk.ts';
import { ageAssignments, importChanges, openMadeDesk, writeRecord } from './desk.ts';
import { auditRegistration, deleteElsewhere, idOf, registerElsewhere } from './foreign.ts';

let desk: Desk;
let made: EnrollmentResult;
beforeEach(async () => {
  ({ desk, made } = await openMadeDesk());
});
afterEach(() => desk.close());

const compare = (request: ReconcileRequest = { user: USER }) => desk.client.reconciliation.compare(request);
const kinds = async (request?: ReconcileRequest) => (await compare(request)).differences.map(({ kind }) => kind);
const importAll = () => importChanges(desk);

describe('a user', () => {
  test('with a passkey that all places have shows it side by side, without a difference', async () => {
    const found = await compare();
    expect(found).toMatchObject({ users: 1, differences: [], unread: [], audit: null });
    expect(found.passkeys).toMatchObject([
      {
        credentialId: made.credentialId,
        methodId: made.method.id,
        inEntra: 'yes',
        recorded: 'active',
        onKey: 'unread',
        place: 'security-key',
        user: { userPrincipalName: USER },
      },
    ]);
  });

  test('whose passkey was deleted in Entra: not-in-entra, unproven until reads cannot lag behind any more', async () => {
    deleteElsewhere(desk.graph, made.credentialId);
    const [young] = (await compare()).differences;
    expect(young).toMatchObject({
      kind: 'not-in-entra',
      mends: ['close-assignment', 'enroll-again'],
      unproven: true,
      credentialId: made.credentialId,
      assignmentId: expect.any(String),
    });
    await ageAssignments(desk);
    expect((await compare()).differences).toMatchObject([{ kind: 'not-in-entra', unproven: false }]);
  });

  test('with a passkey that was made elsewhere: not-recorded, with date, kind and who registered it', async () => {
    const method = registerElsewhere(desk.graph, USER);
    auditRegistration(desk.graph, method, 'admin@contoso.example', false);
    const { differences, audit } = await compare();
    expect(differences).toMatchObject([
      {
        kind: 'not-recorded',
        mends: ['adopt', 'delete-in-entra'],
        credentialId: method.credentialId,
        createdAt: method.createdDateTime,
        name: 'Made elsewhere',
        place: 'security-key',
        model: 'YubiKey 5 NFC',
        registeredBy: { as: 'admin', by: 'admin@contoso.example' },
      },
    ]);
    expect(audit).toBeNull();
  });

  test('who registered a passkey on a phone has it in the list, and no difference', async () => {
    const method = registerElsewhere(desk.graph, USER, { aaGuid: 'de1e552d-db1d-4423-a619-566b625cdc84' });
    auditRegistration(desk.graph, method, USER, true);
    const { differences, passkeys } = await compare();
    expect(differences).toEqual([]);
    expect(passkeys.find(({ recorded }) => recorded === null)).toMatchObject({
      place: 'platform',
      registeredBy: { as: 'self', by: USER },
    });
  });

  test('is compared without the audit log if it is refused, and the refusal is reported', async () => {
    registerElsewhere(desk.graph, USER);
    desk.graph.faults.add({ path: 'directoryAudits', status: 403, code: 'Authorization_RequestDenied', times: 2 });
    const { differences, audit } = await compare();
    expect(differences).toMatchObject([{ kind: 'not-recorded', registeredBy: null }]);
    expect(audit).toMatchObject({ code: 'graph-forbidden' });
  });

  test('is compared without the audit log in a tenant without a license for it', async () => {
    registerElsewhere(desk.graph, USER);
    desk.graph.state.behavior.premium = false;
    expect(await compare()).toMatchObject({ audit: { code: 'graph-license-missing' }, differences: [{}] });
  });

  test('has nobody named if several registered something at that time', async () => {
    const method = registerElsewhere(desk.graph, USER);
    auditRegistration(desk.graph, method, 'admin@contoso.example', false);
    auditRegistration(desk.graph, method, USER, true);
    expect((await compare()).differences).toMatchObject([{ registeredBy: null }]);
  });

  test('whose key was reset: erased-from-key', async () => {
    await desk.client.keys.credentials.delete({ keyId: desk.keyId, pin: PIN, credentialId: made.credentialId });
    expect((await compare()).differences).toMatchObject([{ kind: 'erased-from-key', mends: ['delete-in-entra'] }]);
  });

  test('whose key was lost while Entra could not delete: deletion-due', async () => {
    desk.graph.faults.add({ method: 'DELETE', path: 'fido2Methods', status: 403, times: 5 });
    const id = (await desk.client.inventory.list({})).keys.find(({ user }) => user !== null)?.id ?? '';
    await desk.client.inventory.reportLost({ id });
    expect((await compare()).differences).toMatchObject([{ kind: 'deletion-due', mends: ['delete-in-entra'] }]);
  });

  test('whose deleted passkey Entra still lists after an hour: deletion-due, and before that nothing', async () => {
    const [method] = desk.graph.state.methods;
    await desk.client.passkeys.delete({ user: idOf(desk.graph, USER), id: made.method.id });
    if (method !== undefined) desk.graph.state.methods.push(method);
    expect(await kinds()).toEqual([]);
    await ageAssignments(desk);
    expect(await kinds()).toEqual(['deletion-due']);
  });

  test('who was deleted: user-left, by name and by id, without asking Entra', async () => {
    const id = idOf(desk.graph, USER);
    await importAll();
    desk.graph.tenant.removeUser(USER);
    await importAll();
    const [difference] = (await compare()).differences;
    expect(difference).toMatchObject({ kind: 'user-left', user: { userPrincipalName: USER } });
    expect(difference?.mends).toContain('delete-in-entra');
    expect(await kinds({ user: id })).toEqual(['user-left']);
  });

  test('who is disabled: user-disabled', async () => {
    desk.graph.tenant.changeUser(USER, { accountEnabled: false });
    await importAll();
    expect((await compare()).differences).toMatchObject([{ kind: 'user-disabled' }]);
  });

  test('who was renamed: user-renamed, as long as the assignment does not follow', async () => {
    desk.graph.tenant.changeUser(USER, { userPrincipalName: 'eva@contoso.example' });
    await importAll();
    expect(await kinds({ user: 'eva@contoso.example' })).toEqual([]);
    await writeRecord(desk, `UPDATE assignment SET user_principal_name = '${USER}'`);
    expect((await compare({ user: 'eva@contoso.example' })).differences).toMatchObject([
      { kind: 'user-renamed', mends: ['none'] },
    ]);
  });

  test('whose list cannot be read is an error, not a difference', async () => {
    desk.graph.faults.add({ method: 'GET', path: 'fido2Methods', status: 403, times: 6 });
    await expect(compare()).rejects.toMatchObject({ data: { code: 'graph-forbidden' } });
  });
});
