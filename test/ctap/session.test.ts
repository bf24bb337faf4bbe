import { afterEach, describe, expect, it } from 'vitest';
import type { CborValue } from '../../src/ctap/cbor.ts';
import { sha256 } from '../../src/ctap/crypto.ts';
import { commandName } from '../../src/ctap/ctap2/call.ts';
import { permissions } from '../../src/ctap/ctap2/clientPin.ts';
import { type CtapHidChannel, openChannel } from '../../src/ctap/hid/channel.ts';
import { KeySession } from '../../src/ctap/session.ts';
import { verifyAssertion } from '../../src/ctap/webauthn/assertion.ts';
import { verifyAttestation } from '../../src/ctap/webauthn/attestation.ts';
import { parseAuthenticatorData } from '../../src/ctap/webauthn/authenticatorData.ts';
import { clientDataJSON } from '../../src/ctap/webauthn/clientData.ts';
import { parseCoseKey } from '../../src/ctap/webauthn/coseKey.ts';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { openKey } from '../simulator/key/open.ts';
import { ok, rejection, ScriptedTransport } from './helpers.ts';

const PIN = '4711-pin';
const RP_ID = 'login.example.org';
const rp = { id: RP_ID, name: 'Example' };
const pubKeyCredParams = [{ type: 'public-key', alg: -7 }];
const clientData = (type: 'webauthn.create' | 'webauthn.get') =>
  clientDataJSON({ type, challenge: Uint8Array.of(1, 2, 3), origin: `https://${RP_ID}` });

const keys: SoftwareKey[] = [];
afterEach(async () => {
  await Promise.all(keys.splice(0).map(key => key.close()));
});

interface Desk {
  key: SoftwareKey;
  channel: CtapHidChannel;
  session: KeySession;
  /** CTAP2 commands sent on this session, in order. */
  commands: string[];
}

async function plugIn(profile: 'full' | 'legacy' = 'full'): Promise<Desk> {
  const key = await createSoftwareKey({ profile });
  keys.push(key);
  return openDesk(key);
}

async function openDesk(key: SoftwareKey): Promise<Desk> {
  const channel = await openChannel(key.connect());
  const commands: string[] = [];
  const session = await KeySession.open({
    cbor: (payload, options) => {
      commands.push(commandName(payload));
      return channel.cbor(payload, options);
    },
  });
  return { key, channel, session, commands };
}

/** Makes a resident credential for a user, and gives its id. */
async function enroll({ session }: Desk, userId: number) {
  const clientDataHash = sha256(clientData('webauthn.create'));
  const token = await session.pinToken(PIN, { permissions: permissions.makeCredential, rpId: RP_ID });
  const user = { id: Uint8Array.of(userId), name: `user${userId}`, displayName: `User ${userId}` };
  const made = await session.makeCredential(token, { clientDataHash, rp, user, pubKeyCredParams, rk: true });
  const parsed = parseAuthenticatorData(made.authData);
  if (parsed.attestedCredentialData === undefined) throw new Error('no credential was made');
  return { made, clientDataHash, parsed, attested: parsed.attestedCredentialData };
}

async function signIn({ session }: Desk, up = false) {
  const clientDataHash = sha256(clientData('webauthn.get'));
  const token = await session.pinToken(PIN, { permissions: permissions.getAssertion, rpId: RP_ID });
  return session.getAssertion(token, { rpId: RP_ID, clientDataHash, up });
}

describe.each(['full', 'legacy'] as const)('a session on a %s key', profile => {
  it('makes a credential and proves it', async () => {
    const desk = await plugIn(profile);
    await desk.session.setPin(PIN);
    const { made, parsed, attested, clientDataHash } = await enroll(desk, 1);
    const { fmt, attStmt, authData } = made;
    const { rpIdHash } = parsed;
    expect(verifyAttestation({ fmt, attStmt, authData, rpIdHash, clientDataHash, attested }).type).toBe('basic');
    expect(attested.aaguid).toBe(desk.session.info.aaguid);
    const assertion = await signIn(desk);
    const { flags } = verifyAssertion({
      rpId: RP_ID,
      publicKey: parseCoseKey(attested.publicKey),
      clientDataJSON: clientData('webauthn.get'),
      authData: assertion.authData,
      signature: assertion.signature,
    });
    expect(flags).toMatchObject({ uv: true, up: false });
    expect(assertion.credentialId).toEqual(attested.credentialId);
  });

  it('takes seven transactions with a PIN that is set', async () => {
    const { key, session } = await plugIn(profile);
    await session.setPin(PIN);
    const desk = await openDesk(key);
    await enroll(desk, 1);
    await signIn(desk);
    expect(desk.channel.counts().transactions).toEqual({ INIT: 1, CBOR: 6 });
    expect(desk.commands).toEqual(['getInfo', 'clientPIN', 'clientPIN', 'makeCredential', 'clientPIN', 'getAssertion']);
  });

  it('counts a wrong PIN, and agrees on a new secret after it', async () => {
    const desk = await plugIn(profile);
    await desk.session.setPin(PIN);
    const before = await desk.session.pinRetries();
    const wrong = desk.session.pinToken('9999', { permissions: permissions.getAssertion, rpId: RP_ID });
    expect((await rejection(wrong)).code).toBe('CTAP2_ERR_PIN_INVALID');
    expect(await desk.session.pinRetries()).toEqual({ retries: before.retries - 1, powerCycleState: false });
    await enroll(desk, 1);
    expect(await desk.session.pinRetries()).toEqual(before);
  });

  it('lists and deletes what is on the key', async () => {
    const desk = await plugIn(profile);
    await desk.session.setPin(PIN);
    const [{ attested }] = [await enroll(desk, 1), await enroll(desk, 2)];
    const management = await desk.session.credentialManagement(PIN);
    expect((await management.metadata()).existing).toBe(2);
    const [party, ...more] = await management.relyingParties();
    expect(more).toEqual([]);
    expect(party?.id).toBe(RP_ID);
    await management.delete(attested.credentialId);
    const left = await management.credentials(party?.rpIdHash ?? new Uint8Array());
    expect(left.map(({ userName }) => userName)).toEqual(['user2']);
  });

  it('changes the PIN and goes on with the new one', async () => {
    const desk = await plugIn(profile);
    await desk.session.setPin('0000-old');
    await desk.session.changePin('0000-old', PIN);
    await enroll(desk, 1);
  });

  it('erases the key', async () => {
    const desk = await plugIn(profile);
    await desk.session.setPin(PIN);
    await enroll(desk, 1);
    await desk.session.reset();
    expect(desk.session.info.options.clientPin).toBe(false);
    expect(desk.key.state()).toMatchObject({ pinSet: false, credentialCount: 0 });
    await desk.session.setPin(PIN);
    await enroll(desk, 2);
  });
});

describe('a session', () => {
  it('asks for retries only where there is a PIN', async () => {
    const { session, commands } = await plugIn();
    expect((await rejection(session.pinRetries())).code).toBe('CTAP2_ERR_PIN_NOT_SET');
    expect(commands).toEqual(['getInfo']);
  });

  it('checks a new PIN by the key’s rules before anything is sent', async () => {
    const { session, commands } = await plugIn();
    expect((await rejection(session.setPin('123'))).params).toMatchObject({ rule: 'too-short' });
    expect(commands).toEqual(['getInfo']);
  });

  it('learns what a change of configuration changed', async () => {
    const { session } = await plugIn();
    await session.setPin(PIN);
    await session.configure(PIN, { kind: 'setMinPINLength', newMinPINLength: 8 });
    expect(session.info.minPINLength).toBe(8);
    expect((await rejection(session.changePin(PIN, '1234567'))).code).toBe('pin-rule');
  });

  it('gets the other credentials of one relying party one by one', async () => {
    const desk = await plugIn();
    await desk.session.setPin(PIN);
    await enroll(desk, 1);
    await enroll(desk, 2);
    const first = await signIn(desk, true);
    expect(first.numberOfCredentials).toBe(2);
    const second = await desk.session.nextAssertion();
    expect([first.userHandle, second.userHandle].map(id => id?.[0]).sort()).toEqual([1, 2]);
  });

  it('tells the key that is touched from its neighbor', async () => {
    const [one, other] = [await plugIn(), await plugIn()];
    other.key.setTouch('never');
    const abort = new AbortController();
    const untouched = rejection(other.session.select({ signal: abort.signal }));
    await one.session.select();
    abort.abort();
    expect((await untouched).code).toBe('cancelled');
    expect(one.commands).toEqual(['getInfo', 'selection']);
    const legacy = await plugIn('legacy');
    expect((await rejection(legacy.session.select())).code).toBe('CTAP1_ERR_INVALID_COMMAND');
  });

  it('cancels a makeCredential that waits for a touch', async () => {
    const desk = await plugIn();
    await desk.session.setPin(PIN);
    desk.key.setTouch('never');
    const token = await desk.session.pinToken(PIN, { permissions: permissions.makeCredential, rpId: RP_ID });
    const abort = new AbortController();
    const clientDataHash = sha256(clientData('webauthn.create'));
    const user = { id: Uint8Array.of(1) };
    const made = desk.session.makeCredential(
      token,
      { clientDataHash, rp, user, pubKeyCredParams, rk: true },
      { signal: abort.signal, onKeepAlive: status => status === 'upneeded' && abort.abort() },
    );
    expect((await rejection(made)).code).toBe('cancelled');
    expect(desk.key.state().credentialCount).toBe(0);
    desk.key.setTouch('auto');
    await enroll(desk, 1);
  });

  it.each([
    ['credential management', 'credMgmt', [1]],
    ['a PIN protocol known here', 'pinUvAuthProtocol', [9]],
  ])('says when a key is without %s', async (_what, what, protocols) => {
    const info = new Map<number, CborValue>([
      [0x01, ['FIDO_2_0']],
      [0x03, new Uint8Array(16)],
      [0x04, new Map([['credMgmt', what !== 'credMgmt']])],
      [0x06, protocols],
    ]);
    const session = await KeySession.open(new ScriptedTransport(ok(info)));
    expect(await rejection(session.credentialManagement(PIN))).toMatchObject({ code: 'unsupported', params: { what } });
  });
});

describe('what a key cannot do', () => {
  it.each<[string, string, (session: KeySession) => Promise<unknown>]>([
    ['the attempts left for a finger', 'uv', session => session.uvRetries()],
    ['a token by a finger', 'uv', session => session.uvToken({ permissions: 1, rpId: RP_ID })],
    ['a read-only token', 'perCredMgmtRO', session => session.readOnlyToken(PIN)],
    ['fingers', 'bioEnroll', session => session.fingerprints()],
    ['large blobs', 'largeBlobs', session => session.largeBlobs()],
  ])('is not asked of it: %s', async (_name, what, ask) => {
    const { key, session } = await openKey({ profile: 'legacy' });
    expect(await rejection(ask(session))).toMatchObject({ code: 'unsupported', params: { what } });
    await key.close();
  });

  it('is a token by a finger where it knows a finger and gives no such tokens', async () => {
    const { key, session } = await openKey();
    Object.assign(session.info, { options: { ...session.info.options, uv: true, pinUvAuthToken: false } });
    expect(await rejection(session.uvToken({ permissions: 1, rpId: RP_ID }))).toMatchObject({ code: 'unsupported' });
    await key.close();
  });
});

describe('a reset', () => {
  it.each([true, false])('leaves neither PIN nor finger, whether the key tells so afterwards: %s', async tells => {
    const { key, session } = await openKey();
    await session.setPin(PIN);
    await (await session.fingerprints(PIN)).enroll(() => undefined);
    expect(session.info.options).toMatchObject({ clientPin: true, uv: true });
    if (!tells) key.faults.statusOnCommand = { command: 0x04, status: 0x7f };
    expect(await session.reset()).toBe(tells);
    expect(session.info.options).toMatchObject({ clientPin: false, uv: false });
    expect(session.info.forcePINChange).toBe(false);
    await key.close();
  });
});
