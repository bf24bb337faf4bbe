import { createCipheriv, createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type CborValue, decode, encode } from '../../src/ctap/cbor.ts';
import { permissions } from '../../src/ctap/ctap2/clientPin.ts';
import { readLargeBlobArray, writeLargeBlobArray } from '../../src/ctap/ctap2/largeBlobs.ts';
import { largeBlobs } from '../../src/ctap/largeBlobs.ts';
import { HASH, make, openKey, PIN, RP } from '../simulator/key/open.ts';
import { rejection } from './helpers.ts';

const key = (n: number) => new Uint8Array(32).fill(n);
const text = (words: string) => new TextEncoder().encode(words);

async function openWithPin() {
  const opened = await openKey();
  await opened.session.setPin(PIN);
  const { channel, session } = opened;
  const stored = () => readLargeBlobArray(channel, session.info);
  const store = async (array: Uint8Array) => {
    const token = await session.pinToken(PIN, { permissions: permissions.largeBlobWrite });
    await writeLargeBlobArray(channel, session.info, array, token);
  };
  return { ...opened, stored, store };
}

/** An entry made by another implementation: AES-256-GCM over DEFLATE, by node itself. */
function foreignEntry(largeBlobKey: Uint8Array, data: Uint8Array, origSize = data.length): CborValue {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(origSize));
  const cipher = createCipheriv('aes-256-gcm', largeBlobKey, Buffer.alloc(12, 3)).setAAD(
    Buffer.concat([Buffer.from('blob'), size]),
  );
  const ciphertext = Buffer.concat([cipher.update(deflateRawSync(data)), cipher.final(), cipher.getAuthTag()]);
  return new Map<number, CborValue>([
    [1, new Uint8Array(ciphertext)],
    [2, new Uint8Array(12).fill(3)],
    [3, origSize],
  ]);
}

describe('large blobs', () => {
  it('are stored, replaced and deleted by the largeBlobKey of their credential', async () => {
    const { session } = await openWithPin();
    const { response } = await make(session, { extensions: { largeBlobKey: true } });
    const ask = { rpId: RP, clientDataHash: HASH, up: false };
    const largeBlobKey = response.largeBlobKey ?? new Uint8Array();
    expect(await session.getAssertion(undefined, { ...ask, extensions: new Map([['largeBlobKey', true]]) })).toEqual(
      expect.objectContaining({ largeBlobKey }),
    );
    expect((await session.getAssertion(undefined, ask)).largeBlobKey).toBeUndefined();

    const blobs = await session.largeBlobs(PIN);
    expect(await blobs.read(largeBlobKey)).toBeUndefined();
    await blobs.write(largeBlobKey, text('first'));
    await blobs.write(key(1), text('another credential’s'));
    await blobs.write(largeBlobKey, text('second'));
    expect(await blobs.read(largeBlobKey)).toEqual(text('second'));
    expect(await blobs.delete(largeBlobKey)).toBe(true);
    expect(await blobs.delete(largeBlobKey)).toBe(false);
    expect(await blobs.read(largeBlobKey)).toBeUndefined();
    expect(await blobs.read(key(1))).toEqual(text('another credential’s'));
  });

  it('longer than a message go in fragments', async () => {
    const { session, channel } = await openWithPin();
    const blobs = await session.largeBlobs(PIN);
    const noise = new Uint8Array(createHash('shake256', { outputLength: 12_000 }).digest());
    const before = channel.counts().transactions.CBOR ?? 0;
    await blobs.write(key(1), noise);
    // One to read the empty array, two to write.
    expect((channel.counts().transactions.CBOR ?? 0) - before).toBe(3);
    expect(await (await session.largeBlobs()).read(key(1))).toEqual(noise);
  });

  it('of other programs are read, and unknown entries are kept', async () => {
    const { session, stored, store } = await openWithPin();
    const unknown: CborValue[] = [7, new Map([[1, 'x']]), foreignEntry(key(9), text('x'), 2 ** 40)];
    await store(encode([...unknown, foreignEntry(key(1), text('foreign'))]));
    const blobs = await session.largeBlobs(PIN);
    expect(await blobs.read(key(1))).toEqual(text('foreign'));
    await blobs.write(key(1), text('own'));
    expect(decode((await stored()) ?? new Uint8Array())).toEqual([...unknown, expect.any(Map)]);
    expect(await blobs.read(key(1))).toEqual(text('own'));
  });

  it.each([
    ['is no CBOR', Uint8Array.of(0xff)],
    ['is no list', encode(new Map())],
    ['lies about a size', encode([foreignEntry(key(1), text('data'), 3)])],
  ])('are none where the array %s', async (_what, array) => {
    const { session, store } = await openWithPin();
    await store(array);
    const blobs = await session.largeBlobs(PIN);
    expect(await blobs.read(key(1))).toBeUndefined();
    await blobs.write(key(1), text('whole again'));
    expect(await blobs.read(key(1))).toEqual(text('whole again'));
  });

  it('need a key that has them, a largeBlobKey, and the PIN to write', async () => {
    const legacy = await openKey({ profile: 'legacy' });
    expect(await rejection(legacy.session.largeBlobs())).toMatchObject({ code: 'unsupported' });
    const { session } = await openWithPin();
    const blobs = await session.largeBlobs();
    expect((await rejection(blobs.write(key(1), text('x')))).code).toBe('CTAP2_ERR_PUAT_REQUIRED');
    expect((await rejection(blobs.read(Uint8Array.of(1)))).params.member).toBe('largeBlobKey');
    const tooMuch = new Uint8Array(createHash('shake256', { outputLength: 20_000 }).digest());
    expect((await rejection(blobs.write(key(1), tooMuch))).code).toBe('CTAP2_ERR_LARGE_BLOB_STORAGE_FULL');
  });
});

describe('an array that another program writes while it is read', () => {
  it('is read again, and nothing of it is lost', async () => {
    const { channel, session, store } = await openWithPin();
    await store(encode([foreignEntry(key(1), text('another’s'))]));
    let torn = true;
    const tearing = {
      cbor: async (payload: Uint8Array) => {
        const answer = await channel.cbor(payload);
        if (payload[0] !== 0x0c || !torn) return answer;
        torn = false;
        return answer.with(-1, (answer.at(-1) ?? 0) ^ 1);
      },
    };
    const token = await session.pinToken(PIN, { permissions: permissions.largeBlobWrite });
    const blobs = largeBlobs(tearing, session.info, token);
    await blobs.write(key(2), text('own'));
    expect(torn).toBe(false);
    expect(await blobs.read(key(1))).toEqual(text('another’s'));
    expect(await blobs.read(key(2))).toEqual(text('own'));
  });
});
