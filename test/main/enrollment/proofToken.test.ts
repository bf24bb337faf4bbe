import { afterEach, describe, expect, test } from 'vitest';
import { permissions } from '../../../src/ctap/ctap2/clientPin.ts';
import { commands, parsePacket } from '../../../src/ctap/hid/packets.ts';
import { ProofToken } from '../../../src/main/enrollment/proofToken.ts';
import { HASH, type Opened, openKey, PIN, RP, reopen } from '../../simulator/key/open.ts';

let opened: Opened;
let now = 0;
afterEach(() => opened.key.close());

const wanted = { permissions: permissions.getAssertion, rpId: RP };
const request = {
  clientDataHash: HASH,
  rp: { id: RP, name: 'Microsoft' },
  user: { id: Uint8Array.of(1), name: 'user1', displayName: 'User 1' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  rk: true,
};

/** A key with a PIN and the CTAP2 commands that reach it from now on. */
async function plugIn() {
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
  const { session } = opened;
  const byPin = { pin: PIN, token: () => session.pinToken(PIN, wanted, { signal: cancel.signal }) };
  const proofToken = new ProofToken(byPin, wanted, () => now);
  return { seen, proofToken, cancel };
}

const [MAKE, CLIENT_PIN] = [0x01, 0x06];

async function makeWith(proofToken: ProofToken, signal?: AbortSignal, queued: () => void = () => undefined) {
  const token = await opened.session.pinToken(PIN, { permissions: permissions.makeCredential, rpId: RP });
  return opened.session.makeCredential(token, request, {
    onKeepAlive: () => {
      proofToken.askAhead();
      queued();
    },
    ...(signal ? { signal } : {}),
  });
}

describe('the token for the proof', () => {
  test('reaches the key right behind makeCredential, and leaves the token of that one alone', async () => {
    const { seen, proofToken } = await plugIn();
    await makeWith(proofToken);
    const token = await proofToken.take();
    expect(seen.slice(-2)).toEqual([MAKE, CLIENT_PIN]);
    const assertion = await opened.session.getAssertion(token, { rpId: RP, clientDataHash: HASH, up: false });
    expect(assertion.signature.length).toBeGreaterThan(0);
    expect(seen.filter(command => command === CLIENT_PIN)).toHaveLength(3);
  });

  test('is taken back with a makeCredential that is cancelled', async () => {
    const { seen, proofToken, cancel } = await plugIn();
    opened.key.setTouch('never');
    const queued = Promise.withResolvers<void>();
    const made = makeWith(proofToken, cancel.signal, queued.resolve).catch((error: unknown) => error);
    await queued.promise;
    cancel.abort();
    expect(await made).toMatchObject({ code: 'cancelled' });
    await opened.channel.ping(new Uint8Array(1));
    expect(seen.at(-1)).toBe(MAKE);
  });

  test('is replaced where it has grown too old', async () => {
    const { seen, proofToken } = await plugIn();
    await makeWith(proofToken);
    await proofToken.take();
    now += 30_000;
    const before = seen.length;
    await proofToken.take();
    expect(seen.slice(before)).toEqual([CLIENT_PIN]);
  });
});
