import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { authenticatorConfig } from '../../../src/ctap/ctap2/authenticatorConfig.ts';
import { permissions } from '../../../src/ctap/ctap2/clientPin.ts';
import { getNextAssertion } from '../../../src/ctap/ctap2/getAssertion.ts';
import { makeCredential } from '../../../src/ctap/ctap2/makeCredential.ts';
import { reset } from '../../../src/ctap/ctap2/reset.ts';
import { selection } from '../../../src/ctap/ctap2/selection.ts';
import { persistentState } from '../../../src/ctap/pin/persistent.ts';
import { KeySession } from '../../../src/ctap/session.ts';
import { verifyAssertion } from '../../../src/ctap/webauthn/assertion.ts';
import { parseCoseKey } from '../../../src/ctap/webauthn/coseKey.ts';
import { HASH, make, openKey, PIN, RP, reopen } from './open.ts';

const REQUEST = {
  clientDataHash: HASH,
  rp: { id: RP },
  user: { id: Uint8Array.of(1) },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
};

const refuses = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });

describe('the PIN', () => {
  test('is held to its length, and to one that grew', async () => {
    const { channel, session } = await openKey();
    await refuses(session.setPin('123'), 'pin-rule');
    await session.setPin(PIN);
    const token = await session.pinToken(PIN, { permissions: permissions.authenticatorConfig });
    await authenticatorConfig(channel, { kind: 'setMinPINLength', newMinPINLength: 8 }, token);
    const changed = await KeySession.open(channel);
    expect(changed.info).toMatchObject({ minPINLength: 8, forcePINChange: true });
    await refuses(
      changed.pinToken(PIN, { permissions: permissions.makeCredential, rpId: RP }),
      'CTAP2_ERR_PIN_POLICY_VIOLATION',
    );
    await refuses(changed.changePin(PIN, '1234567'), 'pin-rule');
    await changed.changePin(PIN, '12345678');
    expect(changed.info.forcePINChange).toBe(false);
    const later = await changed.pinToken('12345678', { permissions: permissions.authenticatorConfig });
    const smaller = authenticatorConfig(channel, { kind: 'setMinPINLength', newMinPINLength: 6 }, later);
    await refuses(smaller, 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  });

  test('that must change may not stay the same, and its minimum is sent to the relying parties named', async () => {
    const { session } = await openKey();
    await session.setPin(PIN);
    const change = { minPinLengthRPIDs: [RP], forceChangePin: true };
    await session.configure(PIN, { kind: 'setMinPINLength', ...change });
    await refuses(session.changePin(PIN, PIN), 'CTAP2_ERR_PIN_POLICY_VIOLATION');
    await session.changePin(PIN, '314159');
    await session.changePin('314159', PIN);
    const told = await make(session, { extensions: { minPinLength: true } });
    expect(told.extensions).toEqual(new Map([['minPinLength', 4]]));
    const untold = await make(session, { extensions: { minPinLength: true }, rpId: 'b.example' });
    expect(untold.extensions).toBeUndefined();
  });

  test('counts attempts through a power cycle, blocks softly after three and for good after eight', async () => {
    const { key, session } = await openKey();
    await session.setPin(PIN);
    const wrong = (open: KeySession) => open.pinToken('999999', { permissions: permissions.makeCredential, rpId: RP });
    await refuses(wrong(session), 'CTAP2_ERR_PIN_INVALID');
    await refuses(wrong(session), 'CTAP2_ERR_PIN_INVALID');
    await refuses(wrong(session), 'CTAP2_ERR_PIN_AUTH_BLOCKED');
    expect(await session.pinRetries()).toEqual({ retries: 5, powerCycleState: true });
    let open = session;
    for (let left = 5; left > 0; left--) {
      if (left === 5 || left === 2) {
        key.powerOff();
        key.powerOn();
        open = (await reopen(key)).session;
      }
      await wrong(open).catch(() => undefined);
    }
    await refuses(wrong(open), 'CTAP2_ERR_PIN_BLOCKED');
    expect(await open.pinRetries()).toMatchObject({ retries: 0 });
  });

  test('gives tokens that die with their permissions', async () => {
    const { session } = await openKey();
    await session.setPin(PIN);
    const token = await session.pinToken(PIN, {
      permissions: permissions.makeCredential | permissions.getAssertion,
      rpId: RP,
    });
    const { credentialId } = await make(session);
    const ask = { rpId: RP, clientDataHash: HASH, allowList: [{ type: 'public-key' as const, id: credentialId }] };
    await refuses(session.getAssertion(token, ask), 'CTAP2_ERR_PIN_AUTH_INVALID');
    const other = await session.pinToken(PIN, { permissions: permissions.getAssertion, rpId: 'elsewhere.example' });
    await refuses(session.getAssertion(other, ask), 'CTAP2_ERR_PIN_AUTH_INVALID');
  });

  test('is asked for where one is set', async () => {
    const { channel, session } = await openKey();
    await session.setPin(PIN);
    await refuses(makeCredential(channel, REQUEST, undefined), 'CTAP2_ERR_PUAT_REQUIRED');
    const none = { ...REQUEST, pubKeyCredParams: [{ type: 'public-key', alg: -257 }] };
    await refuses(makeCredential(channel, none, undefined), 'CTAP2_ERR_UNSUPPORTED_ALGORITHM');
  });
});

describe('credentials', () => {
  test('answer newest first, one after the other', async () => {
    const { channel, session } = await openKey();
    await session.setPin(PIN);
    const [first, second] = [await make(session, { user: 1 }), await make(session, { user: 2 })];
    const token = await session.pinToken(PIN, { permissions: permissions.getAssertion, rpId: RP });
    const newest = await session.getAssertion(token, { rpId: RP, clientDataHash: HASH, up: false });
    expect(newest).toMatchObject({ credentialId: second.credentialId, numberOfCredentials: 2 });
    expect(await getNextAssertion(channel)).toMatchObject({ credentialId: first.credentialId });
    await refuses(getNextAssertion(channel), 'CTAP2_ERR_NOT_ALLOWED');
  });

  test('of the same user replace each other, others are refused when the key is full', async () => {
    const { key, session } = await openKey();
    await session.setPin(PIN);
    await make(session);
    await make(session);
    expect(key.state().credentialCount).toBe(1);
    key.faults.keyFull = true;
    await refuses(make(session, { user: 2 }), 'CTAP2_ERR_KEY_STORE_FULL');
  });

  test('keep to their protection', async () => {
    const { session } = await openKey();
    await session.setPin(PIN);
    const open = await make(session, { user: 1, extensions: { credProtect: 1, hmacSecret: true } });
    const listed = await make(session, { user: 2, extensions: { credProtect: 2 } });
    const closed = await make(session, { user: 3, extensions: { credProtect: 3 } });
    expect(open.extensions).toEqual(
      new Map<string, unknown>([
        ['credProtect', 1],
        ['hmac-secret', true],
      ]),
    );
    const silent = (id?: Uint8Array) =>
      session.getAssertion(undefined, {
        rpId: RP,
        clientDataHash: HASH,
        up: false,
        ...(id === undefined ? {} : { allowList: [{ type: 'public-key' as const, id }] }),
      });
    expect(await silent()).toMatchObject({ credentialId: open.credentialId, numberOfCredentials: 1 });
    expect(await silent(listed.credentialId)).toMatchObject({ credentialId: listed.credentialId });
    await refuses(silent(closed.credentialId), 'CTAP2_ERR_NO_CREDENTIALS');
  });

  test('sign what verifies, with the flags that were earned', async () => {
    const { session } = await openKey();
    await session.setPin(PIN);
    const made = await make(session);
    const { credentialId } = made;
    const publicKey = parseCoseKey(made.publicKey);
    const clientDataJSON = new TextEncoder().encode('a client data');
    const ask = { rpId: RP, clientDataHash: HASH, allowList: [{ type: 'public-key' as const, id: credentialId }] };
    for (const [up, uv] of [
      [true, true],
      [false, true],
      [false, false],
    ] as const) {
      const token = uv ? await session.pinToken(PIN, { permissions: permissions.getAssertion, rpId: RP }) : undefined;
      const { authData, signature } = await session.getAssertion(token, { ...ask, up });
      const verified = verifyAssertion({ rpId: RP, publicKey, authData, clientDataJSON, signature });
      expect(verified.flags).toMatchObject({ up, uv });
      const forged = authData.with(36, (authData[36] ?? 0) ^ 1);
      expect(() => verifyAssertion({ rpId: RP, publicKey, authData: forged, clientDataJSON, signature })).toThrow();
    }
  });

  test('survive a restart in a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-key-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const stateFile = join(folder, 'key.json');
    const { key, session } = await openKey({ stateFile });
    await session.setPin(PIN);
    const { credentialId } = await make(session);
    await key.close();
    const again = await openKey({ stateFile });
    const management = await again.session.credentialManagement(PIN);
    expect(await management.metadata()).toEqual({ existing: 1, maxRemaining: 24 });
    const [rp] = await management.relyingParties();
    expect(rp?.id).toBe(RP);
    expect(await management.credentials(rp?.rpIdHash ?? new Uint8Array())).toMatchObject([
      { credentialId, userName: 'user1' },
    ]);
  });
});

test('a state file of before large blobs, fingerprints and persistent tokens is taken as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, 'key.json');
  const { key, session } = await openKey({ stateFile });
  await session.setPin(PIN);
  await make(session);
  await key.close();
  const added = ['credBlob', 'largeBlobKey', 'thirdPartyPayment', 'u2fApplication', 'uvRetries', 'fingerprints'].concat(
    ['pinComplexityPolicy', 'persistentToken', 'persistentTokenGiven', 'deviceIdentifier', 'credStoreState'],
    'largeBlobArray',
  );
  const old = JSON.parse(readFileSync(stateFile, 'utf8'), (name, value) => (added.includes(name) ? undefined : value));
  writeFileSync(stateFile, JSON.stringify(old));
  const again = await openKey({ stateFile });
  expect((await (await again.session.credentialManagement(PIN)).metadata()).existing).toBe(1);
  expect(await (await again.session.largeBlobs()).read(new Uint8Array(32))).toBeUndefined();
  expect(await again.session.uvRetries()).toBe(5);
  expect(persistentState(again.session.info, await again.session.readOnlyToken(PIN)).deviceIdentifier).toHaveLength(16);
});

describe('reset and configuration', () => {
  test('reset works within ten seconds of power-up, and leaves a blank key', async () => {
    let now = 0;
    const { key, channel, session } = await openKey({ clock: () => now });
    await session.setPin(PIN);
    await make(session);
    now = 10_000;
    await refuses(reset(channel), 'CTAP2_ERR_NOT_ALLOWED');
    key.powerOff();
    key.powerOn();
    const again = await reopen(key);
    now = 19_999;
    await reset(again.channel);
    expect(key.state()).toMatchObject({ pinSet: false, credentialCount: 0 });
  });

  test('alwaysUv asks for the PIN even for a sign-in', async () => {
    const { channel, session } = await openKey();
    await session.setPin(PIN);
    const { credentialId } = await make(session);
    const token = await session.pinToken(PIN, { permissions: permissions.authenticatorConfig });
    await authenticatorConfig(channel, { kind: 'toggleAlwaysUv' }, token);
    expect((await KeySession.open(channel)).info.options.alwaysUv).toBe(true);
    const ask = { rpId: RP, clientDataHash: HASH, allowList: [{ type: 'public-key' as const, id: credentialId }] };
    await refuses(session.getAssertion(undefined, ask), 'CTAP2_ERR_PUAT_REQUIRED');
  });

  test('enterprise attestation, once enabled, names this very key until a reset', async () => {
    const { key, channel, session } = await openKey({ serial: '20260042' });
    const subjectOf = async (enterpriseAttestation: 1 | 2) => {
      const token = await session.pinToken(PIN, { permissions: permissions.makeCredential, rpId: RP });
      const { attStmt, epAtt } = await session.makeCredential(token, { ...REQUEST, enterpriseAttestation });
      const [der] = attStmt.get('x5c') as Uint8Array[];
      const certificate = new X509Certificate(der ?? new Uint8Array());
      expect(certificate.verify(new X509Certificate(key.certificates[1] ?? new Uint8Array()).publicKey)).toBe(true);
      return { epAtt, subject: certificate.subject };
    };
    await session.setPin(PIN);
    await refuses(subjectOf(2), 'CTAP1_ERR_INVALID_PARAMETER');
    await session.configure(PIN, { kind: 'enableEnterpriseAttestation' });
    expect(session.info.options.ep).toBe(true);
    expect(await subjectOf(2)).toEqual({ epAtt: true, subject: expect.stringContaining('20260042') });
    expect(await subjectOf(1)).toEqual({ epAtt: false, subject: expect.not.stringContaining('20260042') });
    await reset(channel);
    expect((await session.refresh()).options.ep).toBe(false);
  });

  test.each<[string[] | undefined, string]>([
    [undefined, 'packed'],
    [[], 'packed'],
    [['tpm', 'none', 'packed'], 'none'],
    [['packed', 'none'], 'packed'],
    [['tpm'], 'packed'],
  ])('attestation by the preference %j is %s', async (attestationFormatsPreference, fmt) => {
    const { channel } = await openKey();
    const preference = attestationFormatsPreference === undefined ? {} : { attestationFormatsPreference };
    const made = await makeCredential(channel, { ...REQUEST, ...preference }, undefined);
    expect([made.fmt, made.attStmt.size > 0]).toEqual([fmt, fmt === 'packed']);
  });

  test('selection is a touch, which may come late, never, or be canceled', async () => {
    const { key, channel } = await openKey({ touch: 'manual', touchTimeout: 80 });
    const seen: string[] = [];
    await selection(channel, {
      onKeepAlive: status => {
        seen.push(status);
        key.touch();
      },
    });
    expect(seen).toEqual(['upneeded']);
    await refuses(selection(channel), 'CTAP2_ERR_USER_ACTION_TIMEOUT');
    const abort = new AbortController();
    const canceled = selection(channel, { signal: abort.signal, onKeepAlive: () => abort.abort() });
    await refuses(canceled, 'cancelled');
  });
});
