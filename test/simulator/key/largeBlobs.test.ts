import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CborMap } from '../../../src/ctap/cbor.ts';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { PinHost } from './pinHost.ts';
import { map, RawHost } from './raw.ts';

const PIN = '271828';
const LBW = 0x10;
const EMPTY = Buffer.from('8076be8b528d0075f7aae98d6fa57a6d3c', 'hex');
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();

/** An array of one byte string, so many bytes long with its hash. */
function arrayOf(length: number): Uint8Array {
  const body = new Uint8Array(length - 16);
  body.set([0x81, 0x59, (length - 20) >> 8, (length - 20) & 0xff]);
  return Uint8Array.from([...body, ...sha256(body).subarray(0, 16)]);
}

async function open(clock = Date.now) {
  const key = await createSoftwareKey({ profile: 'full', clock });
  const host = await RawHost.open(key);
  const blobs = async (...entries: Parameters<typeof map>) => (await host.cbor(0x0c, map(...entries))).status;
  const stored = async () => (await host.cbor(0x0c, map([1, 7545], [3, 0]))).response.get(1);
  return { key, host, blobs, stored };
}

describe('the large blobs of a software key', () => {
  test('are an empty array at first, and read from any offset', async () => {
    const { host, stored } = await open();
    expect(await stored()).toEqual(new Uint8Array(EMPTY));
    const part = await host.cbor(0x0c, map([1, 4], [3, 15]));
    expect(part.response).toEqual(map([1, new Uint8Array(EMPTY.subarray(15))]));
    expect((await host.cbor(0x0c, map([1, 4], [3, 17]))).response).toEqual(map([1, new Uint8Array()]));
  });

  test.each<[string, CborMap, number]>([
    ['no offset', map([1, 4]), 0x02],
    ['neither get nor set', map([3, 0]), 0x02],
    ['both get and set', map([1, 4], [2, new Uint8Array(17)], [3, 0], [4, 17]), 0x02],
    ['get with a length', map([1, 4], [3, 0], [4, 17]), 0x02],
    ['get with a param', map([1, 4], [3, 0], [5, new Uint8Array(32)], [6, 2]), 0x02],
    ['get beyond a message', map([1, 7546], [3, 0]), 0x03],
    ['get from beyond the end', map([1, 4], [3, 18]), 0x02],
    ['get from before the start', map([1, 4], [3, -1]), 0x02],
    ['set without length', map([2, new Uint8Array(17)], [3, 0]), 0x02],
    ['set of less than an empty array', map([2, new Uint8Array(16)], [3, 0], [4, 16]), 0x02],
    ['set of more than fits', map([2, new Uint8Array(17)], [3, 0], [4, 16_385]), 0x18],
    ['set of more than was said', map([2, new Uint8Array(18)], [3, 0], [4, 17]), 0x02],
    ['set beyond a message', map([2, new Uint8Array(7546)], [3, 0], [4, 8000]), 0x03],
    ['set of a later fragment first', map([2, new Uint8Array(17)], [3, 17]), 0x04],
    ['a later fragment with a length', map([2, new Uint8Array(17)], [3, 17], [4, 17]), 0x02],
    ['a wrong hash', map([2, new Uint8Array(17)], [3, 0], [4, 17]), 0x3d],
    ['an offset that is text', map([1, 4], [3, '0']), 0x11],
  ])('refuse %s', async (_what, parameters, status) => {
    const { host, stored } = await open();
    expect((await host.cbor(0x0c, parameters)).status).toBe(status);
    expect(await stored()).toEqual(new Uint8Array(EMPTY));
  });

  test('are replaced only when the last fragment has come', async () => {
    const { blobs, stored } = await open();
    const array = arrayOf(100);
    expect(await blobs([2, array.slice(0, 60)], [3, 0], [4, 100])).toBe(0);
    expect(await stored()).toEqual(new Uint8Array(EMPTY));
    expect(await blobs([2, array.slice(60)], [3, 59])).toBe(0x04);
    expect(await blobs([2, array.slice(60)], [3, 60])).toBe(0);
    expect(await stored()).toEqual(array);
    expect(await blobs([2, array.slice(60)], [3, 60])).toBe(0x04);
  });

  test('forget a half-written array at power-off, and all of it at a reset', async () => {
    const { key, blobs } = await open();
    const array = arrayOf(40);
    expect(await blobs([2, array], [3, 0], [4, 40])).toBe(0);
    expect(await blobs([2, array.slice(0, 30)], [3, 0], [4, 40])).toBe(0);
    key.powerOff();
    key.powerOn();
    const host = await RawHost.open(key);
    expect((await host.cbor(0x0c, map([2, array.slice(30)], [3, 30]))).status).toBe(0x04);
    expect((await host.cbor(0x0c, map([1, 100], [3, 0]))).response.get(1)).toEqual(array);
    expect((await host.cbor(0x07)).status).toBe(0);
    expect((await host.cbor(0x0c, map([1, 100], [3, 0]))).response.get(1)).toEqual(new Uint8Array(EMPTY));
  });

  test.each([1, 2] as const)('are written under a PIN by a token for them alone, protocol %i', async version => {
    const { host, blobs, stored } = await open();
    const pin = new PinHost(host, version);
    await pin.setPin(PIN);
    const array = arrayOf(40);
    const param = (token: Uint8Array, offset: number) => {
      const message = Buffer.concat([Buffer.alloc(32, 0xff), Buffer.of(0x0c, 0, offset, 0, 0, 0), sha256(array)]);
      return pin.authenticate(message, token);
    };
    const write = (...auth: Parameters<typeof map>) => blobs([2, array], [3, 0], [4, 40], ...auth);
    expect(await write()).toBe(0x36);
    expect(await write([5, new Uint8Array(32)])).toBe(0x14);
    expect(await write([5, new Uint8Array(32)], [6, 3])).toBe(0x02);
    const other = (await pin.token(PIN, [9, 0x04])) as Uint8Array;
    expect(await write([5, param(other, 0)], [6, version])).toBe(0x33);
    const token = (await pin.token(PIN, [9, LBW])) as Uint8Array;
    expect(await write([5, param(token, 1)], [6, version])).toBe(0x33);
    expect(await write([5, param(token, 0)], [6, version])).toBe(0);
    expect(await stored()).toEqual(array);
  });

  test('forget a half-written array with the token that began it (CTAP 2.3, 6)', async () => {
    let now = 0;
    const { host, blobs, stored } = await open(() => now);
    const pin = new PinHost(host, 2);
    await pin.setPin(PIN);
    const array = arrayOf(40);
    const write = (token: Uint8Array, offset: number, fragment: Uint8Array) => {
      const place = Buffer.of(0x0c, 0, offset, 0, 0, 0);
      const message = Buffer.concat([Buffer.alloc(32, 0xff), place, sha256(fragment)]);
      const length: Parameters<typeof map> = offset === 0 ? [[4, 40]] : [];
      return blobs([2, fragment], [3, offset], ...length, [5, pin.authenticate(message, token)], [6, 2]);
    };
    const token = async () => (await pin.token(PIN, [9, LBW])) as Uint8Array;
    const [head, tail] = [array.slice(0, 30), array.slice(30)];
    expect(await write(await token(), 0, head)).toBe(0);
    now = 600_000;
    expect(await write(await token(), 30, tail)).toBe(0x04);
    const lasting = await token();
    expect(await write(lasting, 0, head)).toBe(0);
    now += 599_999;
    expect(await write(lasting, 30, tail)).toBe(0);
    expect(await stored()).toEqual(array);
  });
});
