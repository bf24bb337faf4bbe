import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { deflate, inflate } from '../../src/ctap/deflate.ts';

const data = new TextEncoder().encode('the same and the same and the same and the same');

describe('DEFLATE without header', () => {
  it('is what zlib reads and writes', async () => {
    expect(new Uint8Array(inflateRawSync(await deflate(data)))).toEqual(data);
    expect(await inflate(deflateRawSync(data), data.length)).toEqual(data);
    expect(await inflate(deflateRawSync(new Uint8Array()), 0)).toEqual(new Uint8Array());
  });

  it.each([
    ['longer than announced', deflateRawSync(data), data.length - 1],
    ['shorter than announced', deflateRawSync(data), data.length + 1],
    ['a few bytes that stand for many', deflateRawSync(new Uint8Array(10_000_000)), 100],
    ['damaged', deflateRawSync(data).fill(0xff, 3), data.length],
    ['cut short', deflateRawSync(data).subarray(0, 5), data.length],
    ['empty', new Uint8Array(), 0],
  ])('gives nothing where the data is %s', async (_what, compressed, size) => {
    expect(await inflate(compressed, size)).toBeUndefined();
  });
});
