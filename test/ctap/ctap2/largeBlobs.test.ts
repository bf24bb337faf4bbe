import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type CborMap, type CborValue, decode } from '../../../src/ctap/cbor.ts';
import { readLargeBlobArray, writeLargeBlobArray } from '../../../src/ctap/ctap2/largeBlobs.ts';
import { corrupt, ok, rejection, ScriptedTransport } from '../helpers.ts';

const token = { version: 2, token: new Uint8Array(32).fill(0x42) } as const;
const numbered = (...entries: [number, CborValue][]): CborMap => new Map(entries);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();
const hashed = (array: Uint8Array) => Uint8Array.from([...array, ...sha256(array).subarray(0, 16)]);
const limits = (maxMsgSize: number, maxSerializedLargeBlobArray?: number) => ({
  maxMsgSize,
  maxSerializedLargeBlobArray,
});
const sent = ({ requests }: ScriptedTransport) =>
  requests.map(request => [request[0], decode(request.subarray(1))] as const);
const fragments = (whole: Uint8Array, length: number) =>
  Array.from({ length: Math.floor(whole.length / length) + 1 }, (_, i) =>
    ok(numbered([0x01, whole.slice(i * length, (i + 1) * length)])),
  );
const ARRAY = Uint8Array.from({ length: 84 }, (_, i) => i);

describe('readLargeBlobArray', () => {
  it.each([
    ['in one piece', 1000, [[936, 0]]],
    [
      'in fragments, the last one shorter',
      124,
      [
        [60, 0],
        [60, 60],
      ],
    ],
    [
      'in whole fragments, and then none',
      114,
      [
        [50, 0],
        [50, 50],
        [50, 100],
      ],
    ],
  ])('reads %s', async (_what, maxMsgSize, asked) => {
    const transport = new ScriptedTransport(...fragments(hashed(ARRAY), maxMsgSize - 64));
    expect(await readLargeBlobArray(transport, limits(maxMsgSize))).toEqual(ARRAY);
    expect(sent(transport)).toEqual(asked.map(([get, offset]) => [0x0c, numbered([0x01, get], [0x03, offset])]));
  });

  it('gives nothing for an array whose hash is wrong, or that has none', async () => {
    const damaged = new ScriptedTransport(ok(numbered([0x01, corrupt(hashed(ARRAY), 5)])));
    expect(await readLargeBlobArray(damaged, limits(1000))).toBeUndefined();
    const empty = new ScriptedTransport(ok(numbered([0x01, new Uint8Array()])));
    expect(await readLargeBlobArray(empty, limits(1000))).toBeUndefined();
  });

  it('stops a key that sends more than it was asked for, or without end', async () => {
    const much = new ScriptedTransport(ok(numbered([0x01, new Uint8Array(937)])));
    expect((await rejection(readLargeBlobArray(much, limits(1000)))).params.member).toBe('largeBlobs.config');
    const full = Array.from({ length: 3 }, () => ok(numbered([0x01, new Uint8Array(936)])));
    const endless = readLargeBlobArray(new ScriptedTransport(...full), limits(1000, 2000));
    expect((await rejection(endless)).code).toBe('response-malformed');
    const boast = new ScriptedTransport(...Array.from({ length: 71 }, () => ok(numbered([0x01, new Uint8Array(936)]))));
    expect((await rejection(readLargeBlobArray(boast, limits(1000, 2 ** 40)))).code).toBe('response-malformed');
    expect(boast.requests).toHaveLength(71);
  });

  it('reads an array that fills the store', async () => {
    const full = hashed(new Uint8Array(1008).fill(7));
    const transport = new ScriptedTransport(ok(numbered([0x01, full])));
    expect(await readLargeBlobArray(transport, limits(2000, 1024))).toEqual(full.slice(0, 1008));
  });

  it('asks nothing of a key whose messages are too small', async () => {
    const error = await rejection(readLargeBlobArray(new ScriptedTransport(), limits(64)));
    expect(error.params.member).toBe('largeBlobs.maxMsgSize');
  });
});

describe('writeLargeBlobArray', () => {
  it('authorizes each fragment, and tells the length with the first', async () => {
    const transport = new ScriptedTransport(ok(), ok());
    await writeLargeBlobArray(transport, limits(124), ARRAY, token);
    const whole = hashed(ARRAY);
    const param = (offset: number, fragment: Uint8Array) => {
      const message = Buffer.concat([Buffer.alloc(32, 0xff), Buffer.of(0x0c, 0, offset, 0, 0, 0), sha256(fragment)]);
      return new Uint8Array(createHmac('sha256', token.token).update(message).digest());
    };
    const [head, tail] = [whole.slice(0, 60), whole.slice(60)];
    expect(sent(transport)).toEqual([
      [0x0c, numbered([0x02, head], [0x03, 0], [0x04, 100], [0x05, param(0, head)], [0x06, 2])],
      [0x0c, numbered([0x02, tail], [0x03, 60], [0x05, param(60, tail)], [0x06, 2])],
    ]);
  });

  it('goes without authorization to a key without protection', async () => {
    const transport = new ScriptedTransport(ok());
    await writeLargeBlobArray(transport, limits(1000, 1024), ARRAY, undefined);
    expect(sent(transport)).toEqual([[0x0c, numbered([0x02, hashed(ARRAY)], [0x03, 0], [0x04, 100])]]);
  });

  it('fills the store to its last byte, and sends no empty fragment', async () => {
    const transport = new ScriptedTransport(ok(), ok());
    await writeLargeBlobArray(transport, limits(576, 1024), new Uint8Array(1008), undefined);
    expect(sent(transport).map(([, map]) => (map as CborMap).get(0x03))).toEqual([0, 512]);
  });

  it('sends nothing that does not fit', async () => {
    const transport = new ScriptedTransport();
    const error = await rejection(writeLargeBlobArray(transport, limits(1000), new Uint8Array(1009), token));
    expect(error).toMatchObject({ code: 'CTAP2_ERR_LARGE_BLOB_STORAGE_FULL', params: { length: 1025, limit: 1024 } });
  });
});
