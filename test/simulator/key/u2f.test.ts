import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSoftwareKey, type SoftwareKeyOptions } from '../../../src/simulator/key/softwareKey.ts';
import { PinHost } from './pinHost.ts';
import { ERROR, hid, map, RawHost } from './raw.ts';

const RP = 'login.microsoft.com';
const APPLICATION = createHash('sha256').update(RP).digest();
const CHALLENGE = Buffer.alloc(32, 9);
const HASH = new Uint8Array(32).fill(5);
const [REGISTER, AUTHENTICATE, VERSION] = [1, 2, 3];
const [CHECK_ONLY, ENFORCE, DONT_ENFORCE] = [0x07, 0x03, 0x08];

async function open(options: Partial<SoftwareKeyOptions> = {}) {
  const key = await createSoftwareKey({ profile: 'full', ...options });
  const host = await RawHost.open(key);
  const send = async (...bytes: number[]) => {
    const { data } = await host.ask(hid.MSG, Uint8Array.from(bytes));
    return { word: (data.at(-2) ?? 0) * 256 + (data.at(-1) ?? 0), data: Buffer.from(data.subarray(0, -2)) };
  };
  const apdu = (ins: number, p1: number, data: Uint8Array) =>
    send(0, ins, p1, 0, 0, data.length >> 8, data.length & 0xff, ...data, 0, 0);
  const register = async () => {
    const { word, data } = await apdu(REGISTER, 0, Buffer.concat([CHALLENGE, APPLICATION]));
    const handle = data.subarray(67, 67 + (data[66] ?? 0));
    const certificateAt = 67 + handle.length;
    const end = certificateAt + 4 + (word === 0x9000 ? data.readUInt16BE(certificateAt + 2) : 0);
    return {
      word,
      data,
      publicKey: data.subarray(1, 66),
      handle,
      certificate: data.subarray(certificateAt, end),
      signature: data.subarray(end),
    };
  };
  const authenticate = (p1: number, handle: Uint8Array, application: Uint8Array = APPLICATION) =>
    apdu(AUTHENTICATE, p1, Buffer.concat([CHALLENGE, application, Buffer.of(handle.length), handle]));
  return { key, host, send, apdu, register, authenticate };
}

function p256(point: Buffer) {
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map(part => part.toString('base64url'));
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' });
}

describe('U2F by a software key', () => {
  test('tells its version, by either form of length', async () => {
    const { send, apdu } = await open();
    const version = { word: 0x9000, data: Buffer.from('U2F_V2') };
    expect(await apdu(VERSION, 0, Buffer.alloc(0))).toEqual(version);
    expect(await send(0, VERSION, 0, 0)).toEqual(version);
    expect(await send(0, VERSION, 0, 0, 0)).toEqual(version);
    expect(await send(0, VERSION, 0, 0, 0, 0, 0)).toEqual(version);
  });

  test('registers and signs', async () => {
    const { register, authenticate } = await open();
    const { word, publicKey, handle, certificate, signature } = await register();
    expect(word).toBe(0x9000);
    const signed = Buffer.concat([Buffer.of(0), APPLICATION, CHALLENGE, handle, publicKey]);
    expect(verify('sha256', signed, new X509Certificate(certificate).publicKey, signature)).toBe(true);
    const counters: number[] = [];
    for (const [p1, up] of [
      [ENFORCE, 1],
      [DONT_ENFORCE, 0],
    ] as const) {
      const { data } = await authenticate(p1, handle);
      expect(data[0]).toBe(up);
      counters.push(data.readUInt32BE(1));
      const message = Buffer.concat([APPLICATION, data.subarray(0, 5), CHALLENGE]);
      expect(verify('sha256', message, p256(publicKey), data.subarray(5))).toBe(true);
    }
    expect(counters[1]).toBeGreaterThan(counters[0] ?? 0);
    expect((await authenticate(CHECK_ONLY, handle)).word).toBe(0x6985);
  });

  test('asks again and again for a touch instead of waiting for it', async () => {
    const { key, register } = await open({ touch: 'manual' });
    expect((await register()).word).toBe(0x6985);
    expect((await register()).word).toBe(0x6985);
    expect(key.state()).toMatchObject({ waitingForTouch: true, credentialCount: 0 });
    key.touch();
    expect(key.state().waitingForTouch).toBe(false);
    expect((await register()).word).toBe(0x9000);
    expect((await register()).word).toBe(0x6985);
    key.powerOff();
    expect(key.state().waitingForTouch).toBe(false);
  });

  test('is touched as long after it asked as the test says', async () => {
    const { key, register } = await open({ touch: 10 });
    const touched = new Promise<void>(resolve => {
      key.onChange(() => key.state().waitingForTouch || resolve());
    });
    expect((await register()).word).toBe(0x6985);
    await touched;
    expect((await register()).word).toBe(0x9000);
  });

  test('makes credentials that CTAP2 uses, and uses those of CTAP2 that need no PIN', async () => {
    const { host, register, authenticate } = await open();
    const { handle, publicKey } = await register();
    const descriptor = map(['id', new Uint8Array(handle)], ['type', 'public-key']);
    const { status, response } = await host.cbor(2, map([1, RP], [2, HASH], [3, [descriptor]]));
    expect(status).toBe(0);
    const authData = response.get(2) as Uint8Array;
    expect(Buffer.from(authData.subarray(0, 32))).toEqual(APPLICATION);
    const message = Buffer.concat([authData, HASH]);
    expect(verify('sha256', message, p256(publicKey), response.get(3) as Uint8Array)).toBe(true);
    expect((await host.cbor(2, map([1, RP], [2, HASH]))).status).toBe(0x2e);

    for (const [credProtect, word] of [
      [1, 0x9000],
      [3, 0x6a80],
    ] as const) {
      const creation = map(
        [1, HASH],
        [2, map(['id', RP])],
        [3, map(['id', Uint8Array.of(credProtect)])],
        [4, [map(['alg', -7], ['type', 'public-key'])]],
        [6, map(['credProtect', credProtect])],
      );
      const data = (await host.cbor(1, creation)).response.get(2) as Uint8Array;
      expect((await authenticate(ENFORCE, data.slice(55, 87))).word).toBe(word);
    }
  });

  test('refuses what it must, with the status words of the specification', async () => {
    const { send, apdu, authenticate, register } = await open();
    const { handle } = await register();
    expect((await send(1, VERSION, 0, 0)).word).toBe(0x6e00);
    expect((await send(0, 0x55, 0, 0)).word).toBe(0x6d00);
    expect((await send(0, VERSION)).word).toBe(0x6700);
    expect((await send(0, VERSION, 0, 0, 1, 7)).word).toBe(0x6700);
    expect((await send(0, REGISTER, 0, 0, 0, 0, 64, 1)).word).toBe(0x6700);
    expect((await apdu(REGISTER, 0, Buffer.alloc(63))).word).toBe(0x6700);
    expect((await apdu(AUTHENTICATE, ENFORCE, Buffer.alloc(64))).word).toBe(0x6700);
    expect((await authenticate(0x01, handle)).word).toBe(0x6a80);
    expect(
      (
        await authenticate(
          ENFORCE,
          handle.map(byte => byte ^ 1),
        )
      ).word,
    ).toBe(0x6a80);
    expect((await authenticate(ENFORCE, handle, Buffer.alloc(32))).word).toBe(0x6a80);
  });

  test('is gone where the user is always to be verified', async () => {
    const { host, apdu } = await open();
    expect((await host.cbor(4)).response.get(1)).toContain('U2F_V2');
    expect((await host.cbor(0x0d, map([1, 2]))).status).toBe(0);
    expect((await host.cbor(4)).response.get(1)).not.toContain('U2F_V2');
    expect((await apdu(VERSION, 0, Buffer.alloc(0))).word).toBe(0x6986);
  });

  test('is spoken by a CTAP 2.0 key beside CTAP2, also with a PIN (CTAP 2.0, 7)', async () => {
    const legacy = await open({ profile: 'legacy' });
    // WINK and CBOR; without NMSG the key takes CTAPHID_MSG (CTAP 2.0, 8.1.9.1.3).
    expect((await legacy.host.init()).data[16]).toBe(0x01 | 0x04);
    expect((await legacy.host.cbor(4)).response.get(1)).toEqual(['U2F_V2', 'FIDO_2_0', 'FIDO_2_1_PRE']);
    expect(await new PinHost(legacy.host, 1).setPin('271828')).toBe(0);
    const { word, handle } = await legacy.register();
    expect(word).toBe(0x9000);
    expect((await legacy.authenticate(ENFORCE, handle)).word).toBe(0x9000);
    const descriptor = map(['id', new Uint8Array(handle)], ['type', 'public-key']);
    expect((await legacy.host.cbor(2, map([1, RP], [2, HASH], [3, [descriptor]]))).status).toBe(0);
  });

  test('is all that a key from before FIDO2 knows', async () => {
    const { key, host } = await open();
    key.faults.u2fOnly = true;
    expect((await host.init()).data[16]).toBe(0x01);
    expect(await host.ask(hid.CBOR, Uint8Array.of(4))).toMatchObject({ command: ERROR, data: Uint8Array.of(1) });
    expect((await host.ask(hid.MSG, Uint8Array.of(0, VERSION, 0, 0))).data).toHaveLength(8);
  });
});
