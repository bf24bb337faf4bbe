import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CborMap, CborValue } from '../../../src/ctap/cbor.ts';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { hid, RawHost } from './raw.ts';

const SOMETHING_INSIDE_FAILED = 0x7f;
const COMMANDS = [0x01, 0x02, 0x04, 0x06, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x40, 0x41];

const leaf: fc.Arbitrary<CborValue> = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.constantFrom('id', 'public-key', 'login.microsoft.com', 'hmac-secret', ''),
  fc.uint8Array({ maxLength: 80 }),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -3, max: 11 }) },
  fc.constantFrom(
    'id',
    'type',
    'alg',
    'name',
    'rk',
    'up',
    'uv',
    'hmac-secret',
    'credProtect',
    'credBlob',
    'largeBlobKey',
  ),
);
const mapOf = (value: fc.Arbitrary<CborValue>): fc.Arbitrary<CborMap> =>
  fc.array(fc.tuple(key, value), { maxLength: 7 }).map(entries => new Map(entries));
const inner = fc.oneof(leaf, mapOf(leaf), fc.array(fc.oneof(leaf, mapOf(leaf)), { maxLength: 3 }));

describe('a software key survives', () => {
  test('parameters of any shape: each has a status of the specification', async () => {
    const host = await RawHost.open(await createSoftwareKey({ profile: 'full' }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...COMMANDS), mapOf(inner), async (command, parameters) => {
        expect((await host.cbor(command, parameters)).status).not.toBe(SOMETHING_INSIDE_FAILED);
      }),
      { numRuns: 1500 },
    );
  });

  test('bytes of any kind for parameters', async () => {
    const host = await RawHost.open(await createSoftwareKey({ profile: 'full' }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...COMMANDS), fc.uint8Array({ maxLength: 40 }), async (command, bytes) => {
        expect((await host.cbor(command, bytes)).status).not.toBe(SOMETHING_INSIDE_FAILED);
      }),
      { numRuns: 1000 },
    );
  });

  test('U2F requests of any kind: each has a status word', async () => {
    const host = await RawHost.open(await createSoftwareKey({ profile: 'full' }));
    const request = fc.oneof(
      // No byte at all is an error of the transport.
      fc.uint8Array({ minLength: 1, maxLength: 12 }),
      fc
        .tuple(fc.constantFrom(1, 2, 3), fc.constantFrom(3, 7, 8), fc.uint8Array({ maxLength: 140 }))
        .map(([ins, p1, data]) => Uint8Array.of(0, ins, p1, 0, 0, 0, data.length, ...data)),
    );
    await fc.assert(
      fc.asyncProperty(request, async apdu => {
        const { data } = await host.ask(hid.MSG, apdu);
        const word = (data.at(-2) ?? 0) * 256 + (data.at(-1) ?? 0);
        expect([0x9000, 0x6700, 0x6985, 0x6a80, 0x6d00, 0x6e00]).toContain(word);
      }),
      { numRuns: 500 },
    );
  });

  test('reports of any kind: it still gives channels and answers on them', async () => {
    const key = await createSoftwareKey({ profile: 'full' });
    const report = fc.tuple(
      fc.constantFrom(0, 1, 2, 0xffffffff),
      fc.constantFrom(...Object.values(hid), 0x3f).map(command => command | 0x80),
      fc.uint8Array({ minLength: 59, maxLength: 59 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(report, { maxLength: 8 }), async list => {
        const stray = key.connect();
        for (const [channel, kind, rest] of list) {
          const bytes = new Uint8Array(64);
          new DataView(bytes.buffer).setUint32(0, channel);
          bytes.set([kind, ...rest], 4);
          await stray.send(bytes);
        }
        key.powerOff();
        key.powerOn();
        const host = await RawHost.open(key);
        expect((await host.ask(hid.PING, Uint8Array.of(4))).data).toEqual(Uint8Array.of(4));
      }),
      { numRuns: 200 },
    );
  });
});
