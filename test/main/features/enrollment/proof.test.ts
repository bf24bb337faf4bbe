import { afterEach, describe, expect, test } from 'vitest';
import { permissions } from '../../../../src/ctap/ctap2/clientPin.ts';
import type { MakeCredentialResponse } from '../../../../src/ctap/ctap2/makeCredential.ts';
import { commands, parsePacket } from '../../../../src/ctap/hid/packets.ts';
import { parseAuthenticatorData } from '../../../../src/ctap/webauthn/authenticatorData.ts';
import { parseCoseKey } from '../../../../src/ctap/webauthn/coseKey.ts';
import { Proof } from '../../../../src/main/features/enrollment/proof.ts';
import { signInWith } from '../../../../src/main/features/enrollment/signIn.ts';
import { HASH, type Opened, openKey, PIN, RP, reopen } from '../../../simulator/key/open.ts';

let opened: Opened;
afterEach(() => opened.key.close());

const wanted = { permissions: permissions.getAssertion, rpId: RP };
const request = {
  clientDataHash: HASH,
  rp: { id: RP, name: 'Microsoft' },
  user: { id: Uint8Array.of(1), name: 'user1', displayName: 'User 1' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  rk: true,
};
const [MAKE, GET_ASSERTION, CLIENT_PIN] = [0x01, 0x02, 0x06];

/** A key with a PIN, the CTAP2 commands that reach it from now on, and a proof that is to be asked of it. */
async function plugIn(quiet = true, wantsTouch = false) {
  opened = await openKey();
  await opened.session.setPin(PIN);
  const seen: number[] = [];
  const connect = opened.key.connect;
  opened.key.connect = () => {
    const transport = connect();
    return {
      ...transport,
      send: report => {
        const packet = parsePacket(report);
        if (packet?.kind === 'init' && packet.command === commands.CBOR) seen.push(packet.data[0] ?? 0);
        return transport.send(report);
      },
    };
  };
  opened = await reopen(opened.key);
  const cancel = new AbortController();
  const { signal } = cancel;
  const { session } = opened;
  const proof = new Proof({
    rpId: RP,
    quiet: () => quiet,
    token: () => session.pinToken(PIN, wanted, { signal }),
    signInWith: credentialId => signInWith({ session }, RP, credentialId),
    wantsTouch,
    learnTouch: () => undefined,
    askTouch: () => undefined,
    signal,
  });
  return { seen, proof, cancel };
}

async function makeWith(proof: Proof, signal?: AbortSignal, queued: () => void = () => undefined) {
  const token = await opened.session.pinToken(PIN, { permissions: permissions.makeCredential, rpId: RP });
  return opened.session.makeCredential(token, request, {
    onKeepAlive: () => {
      proof.askAhead();
      queued();
    },
    ...(signal ? { signal } : {}),
  });
}

function attestedBy({ authData }: MakeCredentialResponse) {
  const attested = parseAuthenticatorData(authData).attestedCredentialData;
  if (attested === undefined) throw new Error('no credential');
  return { credentialId: attested.credentialId, publicKey: parseCoseKey(attested.publicKey) };
}

describe('the proof of an enrollment', () => {
  test('asks for its token right behind makeCredential, and signs before anybody takes it', async () => {
    const { seen, proof } = await plugIn();
    const { credentialId, publicKey } = attestedBy(await makeWith(proof));
    proof.begin(credentialId);
    await proof.over();
    expect(seen.slice(-3)).toEqual([MAKE, CLIENT_PIN, GET_ASSERTION]);
    const evidence = await proof.take(credentialId, publicKey);
    expect(parseAuthenticatorData(evidence.authenticatorData).flags).toMatchObject({ uv: true, up: false });
    expect(seen.filter(command => command === GET_ASSERTION)).toHaveLength(1);
  });

  test('asks for no finger before all else is done', async () => {
    const { seen, proof } = await plugIn(false);
    const { credentialId, publicKey } = attestedBy(await makeWith(proof));
    proof.begin(credentialId);
    await proof.over();
    expect(seen.at(-1)).toBe(MAKE);
    await proof.take(credentialId, publicKey);
    expect(seen.slice(-2)).toEqual([CLIENT_PIN, GET_ASSERTION]);
  });

  test('asks a model that is known to want a touch once, with a touch, and only in the end', async () => {
    const { seen, proof } = await plugIn(true, true);
    const { credentialId, publicKey } = attestedBy(await makeWith(proof));
    proof.begin(credentialId);
    await proof.over();
    expect(seen.at(-1)).toBe(MAKE);
    const { authenticatorData } = await proof.take(credentialId, publicKey);
    expect(parseAuthenticatorData(authenticatorData).flags).toMatchObject({ up: true, uv: true });
    expect(seen.filter(command => command === GET_ASSERTION)).toHaveLength(1);
  });

  test('takes its token back with a makeCredential that is canceled', async () => {
    const { seen, proof, cancel } = await plugIn();
    opened.key.setTouch('never');
    const queued = Promise.withResolvers<void>();
    const made = makeWith(proof, cancel.signal, queued.resolve).catch((error: unknown) => error);
    await queued.promise;
    cancel.abort();
    expect(await made).toMatchObject({ code: 'cancelled' });
    await opened.channel.ping(new Uint8Array(1));
    expect(seen.at(-1)).toBe(MAKE);
    await proof.over();
  });

  test('takes another token where the one asked for ahead was ended by another program', async () => {
    const { proof } = await plugIn();
    const { credentialId, publicKey } = attestedBy(await makeWith(proof));
    const other = (await reopen(opened.key)).session;
    await other.pinToken(PIN, wanted);
    proof.begin(credentialId);
    const evidence = await proof.take(credentialId, publicKey);
    expect(parseAuthenticatorData(evidence.authenticatorData).flags).toMatchObject({ uv: true });
  });

  test('rejects only for the caller that awaits it', async () => {
    const { proof } = await plugIn();
    const { publicKey } = attestedBy(await makeWith(proof));
    const unknown = new Uint8Array(32);
    proof.begin(unknown);
    await proof.over();
    await expect(proof.take(unknown, publicKey)).rejects.toMatchObject({ code: 'credential-not-found' });
  });

  test('does not believe a signature by another credential', async () => {
    const { proof } = await plugIn();
    const token = await opened.session.pinToken(PIN, { permissions: permissions.makeCredential, rpId: RP });
    const other = { ...request, user: { ...request.user, id: Uint8Array.of(2) } };
    const { publicKey } = attestedBy(await opened.session.makeCredential(token, other));
    const { credentialId } = attestedBy(await makeWith(proof));
    proof.begin(credentialId);
    await expect(proof.take(credentialId, publicKey)).rejects.toMatchObject({ code: 'proof-failed' });
  });
});
