import { describe, expect, test } from 'vitest';
import { equal } from '../../../src/ctap/bytes.ts';
import { sha256 } from '../../../src/ctap/crypto.ts';
import { permissions } from '../../../src/ctap/ctap2/clientPin.ts';
import { selection } from '../../../src/ctap/ctap2/selection.ts';
import { CtapError, type CtapErrorCode } from '../../../src/ctap/errors.ts';
import { CAPABILITY_CBOR, openChannel } from '../../../src/ctap/hid/channel.ts';
import { KeySession } from '../../../src/ctap/session.ts';
import { verifyAssertion } from '../../../src/ctap/webauthn/assertion.ts';
import { verifyAttestation } from '../../../src/ctap/webauthn/attestation.ts';
import { parseAuthenticatorData } from '../../../src/ctap/webauthn/authenticatorData.ts';
import { parseCoseKey } from '../../../src/ctap/webauthn/coseKey.ts';
import { type Faults, faultSchema } from '../../../src/simulator/key/faults.ts';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { HASH, make, PIN, RP } from './open.ts';

/** Short, for a key that is silent on purpose; keep-alives of a slow one come more often. */
const SILENCE = 400;

async function open() {
  const key = await createSoftwareKey({ profile: 'full' });
  const channel = await openChannel(key.connect(), { silence: SILENCE });
  const session = await KeySession.open(channel);
  await session.setPin(PIN);
  return { key, channel, session };
}

/** A whole enrollment and its proof, everything verified. */
async function enroll(session: KeySession): Promise<void> {
  const { response, ...attested } = await make(session);
  const { fmt, attStmt, authData } = response;
  const { rpIdHash } = parseAuthenticatorData(authData);
  if (!equal(rpIdHash, sha256(new TextEncoder().encode(RP)))) throw new CtapError('wrong-rp-id-hash');
  verifyAttestation({ fmt, attStmt, authData, rpIdHash, clientDataHash: HASH, attested });
  const token = await session.pinToken(PIN, { permissions: permissions.getAssertion, rpId: RP });
  const { authData: signed, signature } = await session.getAssertion(token, {
    rpId: RP,
    clientDataHash: HASH,
    up: false,
  });
  const clientDataJSON = new TextEncoder().encode('a client data');
  const publicKey = parseCoseKey(attested.publicKey);
  verifyAssertion({ rpId: RP, publicKey, authData: signed, clientDataJSON, signature });
}

const rows: readonly [fault: Faults, code: CtapErrorCode | 'none', params?: Record<string, unknown>][] = [
  [{ wrongChannel: true }, 'hid-wrong-channel'],
  [{ droppedReport: true }, 'hid-sequence'],
  [{ wrongSequence: true }, 'hid-sequence'],
  [{ longReply: true }, 'hid-message-too-long', { length: 0xffff, limit: 7609 }],
  [{ truncatedCbor: true }, 'cbor-malformed'],
  [{ duplicateCborKey: true }, 'cbor-malformed', { what: 'duplicate-key' }],
  [{ badAttestationSignature: true }, 'attestation-invalid'],
  [{ badAssertionSignature: true }, 'assertion-invalid'],
  [{ paddedSignature: true }, 'none'],
  [{ attestationAlgorithm: -48 }, 'unsupported', { what: 'attestation-algorithm', value: -48 }],
  [{ attestationFormat: 'tpm' }, 'unsupported', { what: 'attestation-format', value: 'tpm' }],
  [{ attestationFormats: ['none'] }, 'none'],
  [{ silentAssertion: 'refused' }, 'CTAP2_ERR_UNSUPPORTED_OPTION'],
  [{ silentAssertion: 'wants-touch' }, 'none'],
  [{ pinRefusals: 1 }, 'none'],
  [{ removedAfterSetPin: true }, 'none'],
  [{ wrongRpIdHash: true }, 'wrong-rp-id-hash'],
  [{ wrongAaguid: true }, 'attestation-invalid', { reason: 'certificate-aaguid' }],
  [{ withoutPresence: true }, 'none'],
  [{ withoutVerification: true }, 'none'],
  [{ ignoresAlgorithms: true }, 'none'],
  [{ ignoresCredProtect: true }, 'none'],
  [{ keyFull: true }, 'CTAP2_ERR_KEY_STORE_FULL'],
  [{ blockedPin: true }, 'CTAP2_ERR_PIN_BLOCKED'],
  [{ busy: true }, 'channel-busy'],
  [{ u2fOnly: true }, 'hid-error', { hidError: 'ERR_INVALID_CMD' }],
  [{ removedInMidMessage: true }, 'transport-closed'],
  [{ silent: true }, 'no-answer'],
  [{ statusOnCommand: { command: 0x01, status: 0x3a } }, 'CTAP2_ERR_ACTION_TIMEOUT'],
  [{ statusOnCommand: { command: 0x01, status: 0x6e } }, 'status-unknown', { status: 0x6e }],
  [{ slow: SILENCE + 100 }, 'none'],
  [{ keepAliveFlood: 5000 }, 'none'],
  [{ staleReply: true }, 'none'],
  [{ unsortedCbor: true }, 'none'],
  [{ wideInfo: true }, 'none'],
  [{ noKeepAlives: true }, 'none'],
  [{ touchUnsaid: true }, 'none'],
  [{ noWink: true }, 'none'],
  [{ wrongPinIsAuthInvalid: true }, 'none'],
  [{ totalTooHigh: true }, 'none'],
  [{ totalMissing: true }, 'none'],
  [{ nullNames: true }, 'none'],
  [{ expiredTouch: 'denied' }, 'none'],
  [{ noMcGaPermissionsWithClientPin: true }, 'CTAP2_ERR_UNAUTHORIZED_PERMISSION'],
];

describe('to a host each switch is', () => {
  test.each(rows)('%j: %s', async (faults, code, params = {}) => {
    const { key, session } = await open();
    Object.assign(key.faults, faults);
    const outcome = await enroll(session).then(
      () => ({ code: 'none', params: {} }),
      (error: unknown) => error,
    );
    expect(outcome).toMatchObject({ code, params });
  });

  test('in this list', () => {
    expect(new Set(rows.flatMap(([faults]) => Object.keys(faults)))).toEqual(new Set(Object.keys(faultSchema.shape)));
  });
});

describe('a host', () => {
  test('recognizes a key from before FIDO2 by its capabilities', async () => {
    const key = await createSoftwareKey({ profile: 'full' });
    key.faults.u2fOnly = true;
    const channel = await openChannel(key.connect());
    expect(channel.info.capabilities & CAPABILITY_CBOR).toBe(0);
    await expect(KeySession.open(channel)).rejects.toMatchObject({ code: 'hid-error' });
  });

  test('takes no stale reply to what it canceled for the answer to something else', async () => {
    const { key, channel, session } = await open();
    key.setTouch('never');
    key.faults.staleReply = true;
    const abort = new AbortController();
    const canceled = selection(channel, { signal: abort.signal, onKeepAlive: () => abort.abort() });
    await expect(canceled).rejects.toMatchObject({ code: 'cancelled', params: { answered: false } });
    expect((await session.refresh()).options.clientPin).toBe(true);
  });

  test('hears of a flood of keep-alives once', async () => {
    const { key, channel } = await open();
    key.faults.keepAliveFlood = 5000;
    const heard: string[] = [];
    await KeySession.open(channel, { onKeepAlive: status => heard.push(status) });
    expect(heard).toEqual(['processing']);
  });

  test('reads what a key sends in another order, and numbers of 64 bits', async () => {
    const { key, channel, session } = await open();
    const sound = session.info;
    Object.assign(key.faults, { unsortedCbor: true, wideInfo: true });
    const { encIdentifier: _, encCredStoreState: __, ...odd } = await session.refresh();
    expect(odd).toEqual({
      ...odd,
      versions: sound.versions,
      options: sound.options,
      firmwareVersion: undefined,
      vendorPrototypeConfigCommands: [2n ** 63n, 2n ** 64n - 1n, 1],
      unknown: new Map([[0x0e, 2n ** 63n]]),
    });
    const raw = await channel.cbor(Uint8Array.of(0x04));
    // A map whose first key is the last one of getInfo.
    expect([...raw.subarray(0, 5)]).toEqual([0, 0xb8, 28, 0x18, 0x1f]);
    await enroll(session);
    const management = await session.credentialManagement(PIN);
    expect(await management.relyingParties()).toMatchObject([{ id: RP }]);
  });

  test('asks for a touch that a key does not ask for', async () => {
    for (const fault of ['noKeepAlives', 'touchUnsaid'] as const) {
      const key = await createSoftwareKey({ profile: 'full', touch: 'manual' });
      const channel = await openChannel(key.connect(), { touchAfter: 20 });
      key.faults[fault] = true;
      const heard: string[] = [];
      await selection(channel, {
        onKeepAlive: status => {
          heard.push(status);
          if (status === 'upneeded') key.touch();
        },
      });
      expect(heard.at(-1)).toBe('upneeded');
    }
  });

  test('learns that a blocked PIN has no attempts left', async () => {
    const { key, session } = await open();
    key.faults.blockedPin = true;
    expect(await session.pinRetries()).toMatchObject({ retries: 0 });
    delete key.faults.blockedPin;
    expect(await session.pinRetries()).toMatchObject({ retries: 8 });
  });
});
