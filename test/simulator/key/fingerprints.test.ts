import { describe, expect, test } from 'vitest';
import type { CborMap, CborValue } from '../../../src/ctap/cbor.ts';
import { encode } from '../../../src/ctap/cbor.ts';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { PinHost } from './pinHost.ts';
import { map, RawHost } from './raw.ts';

const PIN = '271828';
const HASH = new Uint8Array(32).fill(5);
const RP = 'login.microsoft.com';
const [MC, BE] = [0x01, 0x08];
const UP_UV = 0x05;

async function open(fingers = 0) {
  const key = await createSoftwareKey({ profile: 'full' });
  const host = await RawHost.open(key);
  const pin = new PinHost(host, 2);
  await pin.setPin(PIN);
  const token = (await pin.token(PIN, [9, BE])) as Uint8Array;
  const bio = (subCommand: number, inner?: CborMap, under = token) => {
    const message = Uint8Array.of(1, subCommand, ...(inner === undefined ? [] : encode(inner)));
    const auth: [number, CborValue][] = [
      [4, 2],
      [5, pin.authenticate(message, under)],
    ];
    return host.cbor(0x09, map([1, 1], [2, subCommand], [3, inner], ...auth));
  };
  for (let finger = 0; finger < fingers; finger++) {
    const id = (await bio(1)).response.get(4);
    for (let sample = 0; sample < 3; sample++) await bio(2, map([1, id]));
  }
  const creation = (...more: [number, CborValue][]) =>
    map(
      [1, HASH],
      [2, map(['id', RP])],
      [3, map(['id', Uint8Array.of(1)])],
      [4, [map(['alg', -7], ['type', 'public-key'])]],
      ...more,
    );
  return { key, host, pin, token, bio, creation };
}

const uv = (on: boolean) => map(['uv', on]);
const flagsOf = (response: CborMap) => (response.get(2) as Uint8Array)[32];

describe('the fingerprint sensor of a software key', () => {
  test('tells what it is to anybody', async () => {
    const host = await RawHost.open(await createSoftwareKey({ profile: 'full' }));
    expect((await host.cbor(0x09, map([6, true]))).response).toEqual(map([1, 1]));
    expect((await host.cbor(0x40, map([1, 1], [2, 7]))).response).toEqual(map([2, 1], [3, 4], [8, 64]));
  });

  test.each<[string, CborMap, number]>([
    ['no modality', map([2, 7]), 0x14],
    ['another modality', map([1, 2], [2, 7]), 0x2b],
    ['no subcommand', map([1, 1]), 0x14],
    ['an unknown subcommand', map([1, 1], [2, 8]), 0x3e],
    ['no param', map([1, 1], [2, 1]), 0x36],
    ['a param of no protocol', map([1, 1], [2, 1], [5, new Uint8Array(32)]), 0x14],
    ['a param of no token', map([1, 1], [2, 1], [4, 2], [5, new Uint8Array(32)]), 0x33],
    [
      'no template to name (6.7.7)',
      map([1, 1], [2, 5], [3, map([1, Uint8Array.of(1)])], [4, 2], [5, new Uint8Array(32)]),
      0x14,
    ],
    ['no template to remove (6.7.8)', map([1, 1], [2, 6], [4, 2], [5, new Uint8Array(32)]), 0x14],
  ])('refuses %s', async (_what, parameters, status) => {
    const host = await RawHost.open(await createSoftwareKey({ profile: 'full' }));
    expect((await host.cbor(0x09, parameters)).status).toBe(status);
  });

  test('refuses what does not belong to the enrollment under way', async () => {
    const { key, bio, host, pin } = await open();
    expect((await bio(2, map([1, Uint8Array.of(1, 2)]))).status).toBe(0x30);
    const id = (await bio(1)).response.get(4);
    expect((await bio(2)).status).toBe(0x14);
    expect((await bio(2, map([1, Uint8Array.of(1)]))).status).toBe(0x2c);
    expect((await bio(2, map([1, id]))).response).toEqual(map([4, id], [5, 0], [6, 2]));
    expect((await host.cbor(0x09, map([1, 1], [2, 3]))).status).toBe(0);
    expect((await bio(2, map([1, id]))).status).toBe(0x30);
    expect((await bio(4)).status).toBe(0x2c);
    expect((await bio(5, map([1, id], [2, 'x'.repeat(65)]))).status).toBe(0x03);
    const other = (await pin.token(PIN, [9, 4])) as Uint8Array;
    expect((await bio(1, undefined, other)).status).toBe(0x33);
    expect(key.state().fingerprintCount).toBe(0);
  });

  test('reports a finger that does not come', async () => {
    const { key, bio } = await open();
    key.setTouch('never');
    const { status, response } = await bio(1, map([3, 20]));
    expect([status, response.get(5), response.get(6)]).toEqual([0, 0x0d, 4]);
  });

  test('verifies the user within makeCredential and getAssertion', async () => {
    const { key, host, creation } = await open(1);
    const made = await host.cbor(0x01, creation([7, map(['rk', true], ['uv', true])]));
    expect(flagsOf(made.response)).toBe(0x40 | UP_UV);
    expect((await host.cbor(0x01, creation())).status).toBe(0x36);
    const asking = (...more: [number, CborValue][]) => host.cbor(0x02, map([1, RP], [2, HASH], ...more));
    expect(flagsOf((await asking([5, uv(true)])).response)).toBe(UP_UV);
    expect(flagsOf((await asking([5, uv(false)])).response)).toBe(0x01);
    key.setSamples(['tooShort']);
    expect((await asking([5, uv(true)])).status).toBe(0x27);
    key.setSamples(['noUserActivity']);
    expect((await asking([5, uv(true)])).status).toBe(0x2f);
    expect((await host.cbor(0x06, map([1, 2], [2, 7]))).response).toEqual(map([5, 4]));
  });

  test('takes the place of the PIN where the user is always to be verified', async () => {
    const { host, pin, creation } = await open(1);
    await host.cbor(0x01, creation([7, map(['rk', true], ['uv', true])]));
    const acfg = (await pin.token(PIN, [9, 0x20])) as Uint8Array;
    const message = Uint8Array.from([...new Array(32).fill(0xff), 0x0d, 2]);
    expect((await host.cbor(0x0d, map([1, 2], [3, 2], [4, pin.authenticate(message, acfg)]))).status).toBe(0);
    expect(flagsOf((await host.cbor(0x02, map([1, RP], [2, HASH]))).response)).toBe(UP_UV);
    expect(flagsOf((await host.cbor(0x01, creation())).response)).toBe(0x40 | UP_UV);
  });

  test('gives tokens, and refuses them as the specification says', async () => {
    const { key, host, pin } = await open(1);
    const asking = async (...more: [number, CborValue][]) => {
      await pin.agree();
      return (await host.cbor(0x06, map([1, 2], [2, 6], [3, pin.keyAgreement], ...more))).status;
    };
    expect(await asking()).toBe(0x14);
    expect(await asking([9, 0])).toBe(0x02);
    expect(await asking([9, MC])).toBe(0x14);
    expect(await asking([9, MC], [10, RP])).toBe(0);
    key.setSamples(['tooFast', 'tooFast', 'tooFast', 'tooFast', 'tooFast']);
    for (const status of [0x3f, 0x3f, 0x3f, 0x3f, 0x3c, 0x3c]) expect(await asking([9, BE])).toBe(status);
    expect(await pin.token(PIN, [9, BE])).toBeInstanceOf(Uint8Array);
    expect(await asking([9, BE])).toBe(0);
  });

  test('knows no finger after a reset', async () => {
    const { key, host, pin } = await open(2);
    expect(key.state().fingerprintCount).toBe(2);
    expect((await host.cbor(0x07)).status).toBe(0);
    expect(key.state().fingerprintCount).toBe(0);
    await pin.agree();
    const asked = map([1, 2], [2, 6], [3, pin.keyAgreement], [9, BE]);
    expect((await host.cbor(0x06, asked)).status).toBe(0x30);
  });
});
