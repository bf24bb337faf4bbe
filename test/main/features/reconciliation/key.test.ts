import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnrollmentResult } from '../../../../src/contract/enrollment/schema.ts';
import { fromBase64url } from '../../../../src/ctap/bytes.ts';
import { permissions } from '../../../../src/ctap/ctap2/clientPin.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { withSession } from '../../../badInput/desk.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';
import { type Desk, enrollAt, PIN, USER } from '../enrollment/desk.ts';
import { ageAssignments, openMadeDesk, writeRecord } from './desk.ts';
import { deleteElsewhere } from './foreign.ts';

describe('a plugged-in key', () => {
  let desk: Desk;
  let made: EnrollmentResult;
  beforeEach(async () => {
    ({ desk, made } = await openMadeDesk());
  });
  afterEach(() => desk.close());

  const compare = () => desk.client.reconciliation.compare({ key: { keyId: desk.keyId, pin: PIN } });
  /** Forgets in the record what Keydesk made, as if another Keydesk had made it. */
  const forget = () => writeRecord(desk, 'DELETE FROM assignment; DELETE FROM journal; DELETE FROM security_key');

  test('that holds what Entra and the record have shows it in all places', async () => {
    const { passkeys, ...found } = await compare();
    expect(passkeys).toMatchObject([
      {
        credentialId: made.credentialId,
        onKey: 'yes',
        inEntra: 'yes',
        recorded: 'active',
        name: made.method.displayName,
      },
    ]);
    expect(found).toMatchObject({ users: 1, differences: [], unread: [], keyInconsistent: false });
  });

  test('is compared together with a user: what the key holds, and the other passkeys of the user', async () => {
    deleteElsewhere(desk.graph, made.credentialId);
    const found = await desk.client.reconciliation.compare({ key: { keyId: desk.keyId, pin: PIN }, user: USER });
    expect(found.differences.map(({ kind, credentialId }) => [kind, credentialId])).toEqual([
      ['only-on-key', made.credentialId],
      ['not-in-entra', made.credentialId],
    ]);
    expect(found.passkeys.map(({ onKey }) => onKey)).toEqual(['yes']);
    const other = await desk.client.reconciliation.compare({
      key: { keyId: desk.keyId, pin: PIN },
      user: 'user2@contoso.example',
    });
    expect(other.differences.map(({ kind }) => kind)).toEqual(['only-on-key']);
  });

  test('that nobody knows and that holds nothing is said to be unknown', async () => {
    expect((await compare()).keyUnknown).toBe(false);
    await forget();
    const { credentials } = await desk.client.keys.credentials.list({ keyId: desk.keyId, pin: PIN });
    for (const { id: credentialId } of credentials)
      await desk.client.keys.credentials.delete({ keyId: desk.keyId, pin: PIN, credentialId });
    expect(await compare()).toMatchObject({ differences: [], keyUnknown: true });
  });

  test('whose passkey was deleted in Entra: only-on-key, proven only when reads cannot lag behind', async () => {
    deleteElsewhere(desk.graph, made.credentialId);
    const expected = { kind: 'only-on-key', mends: ['delete-on-key'], credentialId: made.credentialId };
    expect((await compare()).differences).toMatchObject([{ ...expected, unproven: true, user: { id: made.user.id } }]);
    await ageAssignments(desk);
    expect((await compare()).differences).toMatchObject([{ ...expected, unproven: false }]);
  });

  test('whose passkey Keydesk itself has deleted in Entra: only-on-key, proven at once', async () => {
    await desk.client.passkeys.delete({ user: made.user.id, id: made.method.id });
    expect((await compare()).differences).toMatchObject([{ kind: 'only-on-key', unproven: false }]);
  });

  test('with a passkey that another Keydesk made: not-recorded, found by the name on the key', async () => {
    await forget();
    const { differences, passkeys } = await compare();
    expect(passkeys).toMatchObject([{ onKey: 'yes', inEntra: 'yes', recorded: null }]);
    expect(differences).toMatchObject([
      { kind: 'not-recorded', user: { userPrincipalName: USER }, methodId: made.method.id },
    ]);
  });

  test('with a passkey of a user whom Entra does not know: no difference, and the user is named as unread', async () => {
    await forget();
    desk.graph.tenant.changeUser(USER, { userPrincipalName: 'eva@contoso.example' });
    const { differences, passkeys, unread } = await compare();
    expect(differences).toEqual([]);
    expect(passkeys).toMatchObject([{ onKey: 'yes', inEntra: 'unread', user: null }]);
    expect(unread).toMatchObject([{ user: USER, error: { code: 'user-not-found' } }]);
  });

  test('whose passkey is of another tenant is not compared with this one', async () => {
    deleteElsewhere(desk.graph, made.credentialId);
    await writeRecord(desk, "UPDATE assignment SET tenant = 'another'");
    expect(await compare()).toMatchObject({ passkeys: [], differences: [] });
  });

  test('is not told to delete anything while Entra cannot be read', async () => {
    desk.graph.faults.add({ method: 'GET', path: 'fido2Methods', status: 403, times: 8 });
    const { differences, unread } = await compare();
    expect(differences).toEqual([]);
    expect(unread).toMatchObject([{ user: USER, error: { code: 'graph-forbidden' } }]);
  });

  test('with a wrong PIN is not read', async () => {
    const wrong = desk.client.reconciliation.compare({ key: { keyId: desk.keyId, pin: '999999' } });
    await expect(wrong).rejects.toMatchObject({ data: { code: 'pin-wrong' } });
  });
});

describe('a key with a serial number', () => {
  let desk: BusDesk;
  beforeEach(async () => {
    desk = await openBusDesk();
  });
  afterEach(() => desk.close());

  /** Deletes a credential from the key, as another program does. */
  const eraseElsewhere = (key: SoftwareKey, credentialId: string) =>
    withSession(key, async session => (await session.credentialManagement(PIN)).delete(fromBase64url(credentialId)));
  /** Adds a passkey for another website. */
  const addElsewhere = (key: SoftwareKey) =>
    withSession(key, async session => {
      const rpId = 'example.com';
      await session.makeCredential(await session.pinToken(PIN, { permissions: permissions.makeCredential, rpId }), {
        clientDataHash: new Uint8Array(32),
        rp: { id: rpId },
        user: { id: Uint8Array.of(1) },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        rk: true,
      });
    });
  const enroll = () => enrollAt(desk, { user: USER, pin: { kind: 'given', pin: PIN } });

  test('whose passkey another program erased: not-on-key', async () => {
    const key = await desk.key();
    await desk.plug(key, '4711');
    const { result } = await enroll();
    await eraseElsewhere(key, result?.credentialId ?? '');
    const { differences } = await desk.client.reconciliation.compare({ key: { pin: PIN } });
    expect(differences).toMatchObject([
      { kind: 'not-on-key', credentialId: result?.credentialId, key: { serial: '4711' }, unproven: false },
    ]);
    expect(differences[0]?.mends).toEqual(['delete-in-entra', 'mark-key-lost']);
  });

  test('that contradicts itself in its list is not said to lack a passkey', async () => {
    const key = await desk.key();
    await desk.plug(key, '4711');
    const { result } = await enroll();
    await addElsewhere(key);
    await eraseElsewhere(key, result?.credentialId ?? '');
    key.faults.totalTooHigh = true;
    const { differences, keyInconsistent, passkeys } = await desk.client.reconciliation.compare({ key: { pin: PIN } });
    expect({ differences, keyInconsistent, held: passkeys.map(({ onKey }) => onKey) }).toEqual({
      differences: [],
      keyInconsistent: true,
      held: ['unread'],
    });
  });

  test('that is known to show its passkeys, and shows none: not-on-key, but it may be another key', async () => {
    const key = await desk.key();
    await desk.plug(key, '4711');
    const { result } = await enroll();
    await desk.client.inventory.plugged({});
    await eraseElsewhere(key, result?.credentialId ?? '');
    const { differences } = await desk.client.reconciliation.compare({ key: { pin: PIN } });
    expect(differences).toMatchObject([{ kind: 'not-on-key', key: { serial: '4711' }, unproven: true }]);
  });

  test('is compared by its place in the inventory without being plugged in', async () => {
    await desk.plug(await desk.key(), '4711');
    await enroll();
    const [key] = (await desk.client.inventory.list({})).keys;
    await desk.unplug();
    const compare = () => desk.client.reconciliation.compare({ inventoryKey: key?.id ?? '' });
    expect(await compare()).toMatchObject({ passkeys: [{ inEntra: 'yes', onKey: 'unread' }], differences: [] });
    desk.graph.state.methods = [];
    expect((await compare()).differences).toMatchObject([{ kind: 'not-in-entra', key: { id: key?.id } }]);
  });

  test('is not read if another key is expected', async () => {
    await desk.plug(await desk.key(), '4711');
    await enroll();
    const [first] = (await desk.client.inventory.list({})).keys;
    await desk.plug(await desk.key(), '4712');
    const other = desk.client.reconciliation.compare({ key: { pin: PIN, expected: first?.id } });
    await expect(other).rejects.toMatchObject({ data: { code: 'key-other', params: { serial: '4712' } } });
  });
});
