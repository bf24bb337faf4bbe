import { describe, expect, it } from 'vitest';
import { permissions } from '../../../src/ctap/ctap2/clientPin.ts';
import { persistentState } from '../../../src/ctap/pin/persistent.ts';
import { make, openKey, PIN, RP, reopen } from '../../simulator/key/open.ts';
import { rejection, thrown } from '../helpers.ts';

async function openWithPin() {
  const opened = await openKey();
  await opened.session.setPin(PIN);
  return opened;
}

describe('a read-only token', () => {
  it('lists credentials without the PIN, through a power cycle, and changes nothing', async () => {
    const { key, session } = await openWithPin();
    const { credentialId } = await make(session);
    const token = await session.readOnlyToken(PIN);
    key.powerOff();
    key.powerOn();
    const again = await reopen(key);
    const management = await again.session.credentialManagement(token);
    expect(await management.metadata()).toEqual({ existing: 1, maxRemaining: 24 });
    const [rp] = await management.relyingParties();
    expect(rp?.id).toBe(RP);
    expect(await management.credentials(rp?.rpIdHash ?? new Uint8Array())).toMatchObject([{ userName: 'user1' }]);
    expect((await rejection(management.delete(credentialId))).code).toBe('CTAP2_ERR_PIN_AUTH_INVALID');
    const renamed = management.updateUser(credentialId, { id: Uint8Array.of(1), name: 'x' });
    expect((await rejection(renamed)).code).toBe('CTAP2_ERR_PIN_AUTH_INVALID');
    expect(key.state().credentialCount).toBe(1);
  });

  it('tells which key it is, and whether its credentials changed', async () => {
    const { session } = await openWithPin();
    const token = await session.readOnlyToken(PIN);
    const now = async () => persistentState(await session.refresh(), token);
    const [first, same] = [await now(), await now()];
    expect(first.deviceIdentifier).toHaveLength(16);
    expect(same).toEqual(first);
    await make(session);
    const changed = await now();
    expect(changed.deviceIdentifier).toEqual(first.deviceIdentifier);
    expect(changed.credStoreState).not.toEqual(first.credStoreState);
    expect((await session.refresh()).encIdentifier).not.toEqual((await session.refresh()).encIdentifier);
  });

  it('ends with the PIN it was given for', async () => {
    const { session } = await openWithPin();
    const token = await session.readOnlyToken(PIN);
    const { deviceIdentifier } = persistentState(await session.refresh(), token);
    await session.changePin(PIN, '314159');
    const management = await session.credentialManagement(token);
    expect((await rejection(management.metadata())).code).toBe('CTAP2_ERR_PIN_AUTH_INVALID');
    expect(persistentState(session.info, token).deviceIdentifier).not.toEqual(deviceIdentifier);
    const next = await session.readOnlyToken('314159');
    expect(persistentState(session.info, next).deviceIdentifier).toEqual(deviceIdentifier);
  });

  it('is had by the PIN or a finger, and goes with no other permission', async () => {
    const { session } = await openWithPin();
    const both = permissions.persistentCredentialManagementReadOnly | permissions.credentialManagement;
    expect((await rejection(session.pinToken(PIN, { permissions: both }))).code).toBe(
      'CTAP2_ERR_UNAUTHORIZED_PERMISSION',
    );
    await (await session.fingerprints(PIN)).enroll(() => undefined);
    const byFinger = await session.uvToken({ permissions: permissions.persistentCredentialManagementReadOnly });
    expect(byFinger).toEqual(await session.readOnlyToken(PIN));
    const legacy = await openKey({ profile: 'legacy' });
    expect((await rejection(legacy.session.readOnlyToken(PIN))).params.what).toBe('perCredMgmtRO');
  });

  it('reads nothing that is not told, and refuses what is too short', () => {
    const token = { version: 2, token: new Uint8Array(32) } as const;
    const info = { encIdentifier: undefined, encCredStoreState: undefined };
    expect(persistentState(info, token)).toEqual({ deviceIdentifier: undefined, credStoreState: undefined });
    const short = { ...info, encIdentifier: new Uint8Array(31) };
    expect(thrown(() => persistentState(short, token)).params.member).toBe('getInfo.encIdentifier');
  });
});

describe('updateUser', () => {
  it('gives other names, and no other user', async () => {
    const { session } = await openWithPin();
    const { credentialId } = await make(session);
    const management = await session.credentialManagement(PIN);
    await management.updateUser(credentialId, { id: Uint8Array.of(1), name: 'renamed', displayName: 'Renamed' });
    const [rp] = await management.relyingParties();
    const listed = async () => (await management.credentials(rp?.rpIdHash ?? new Uint8Array()))[0];
    expect(await listed()).toMatchObject({ userName: 'renamed', userDisplayName: 'Renamed' });
    await management.updateUser(credentialId, { id: Uint8Array.of(1) });
    expect((await listed())?.userName).toBeUndefined();
    const stolen = management.updateUser(credentialId, { id: Uint8Array.of(2) });
    expect((await rejection(stolen)).code).toBe('CTAP1_ERR_INVALID_PARAMETER');
    const absent = management.updateUser(Uint8Array.of(9), { id: Uint8Array.of(1) });
    expect((await rejection(absent)).code).toBe('CTAP2_ERR_NO_CREDENTIALS');
  });

  it('is not asked of a key before CTAP 2.1', async () => {
    const { session } = await openKey({ profile: 'legacy' });
    await session.setPin(PIN);
    const management = await session.credentialManagement(PIN);
    const update = management.updateUser(Uint8Array.of(1), { id: Uint8Array.of(1) });
    expect((await rejection(update)).params.what).toBe('updateUserInformation');
  });
});
