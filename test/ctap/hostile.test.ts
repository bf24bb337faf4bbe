import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CborMap, CborValue } from '../../src/ctap/cbor.ts';
import { getNextAssertion } from '../../src/ctap/ctap2/getAssertion.ts';
import { parseInfo } from '../../src/ctap/ctap2/getInfo.ts';
import { makeCredential } from '../../src/ctap/ctap2/makeCredential.ts';
import { CtapError } from '../../src/ctap/errors.ts';
import { encapsulate } from '../../src/ctap/pin/protocol.ts';
import { verifyAttestation } from '../../src/ctap/webauthn/attestation.ts';
import { parseCoseKey } from '../../src/ctap/webauthn/coseKey.ts';
import { ok, ScriptedTransport } from './helpers.ts';
import { statementOf, vector } from './webauthn/vectors.ts';

const leaf: fc.Arbitrary<CborValue> = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.constantFrom(-7, -8, -257, 1, 2, 3, 6),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 40 }),
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
);
const list: fc.Arbitrary<CborValue> = fc.array(leaf, { maxLength: 3 });
const named = (...names: string[]): fc.Arbitrary<CborMap> =>
  fc.array(fc.tuple(fc.constantFrom(...names), fc.oneof(leaf, list)), { maxLength: 4 }).map(all => new Map(all));
const members: fc.Arbitrary<CborValue> = fc.oneof(leaf, list, named('id', 'type', 'alg', 'rk', 'name'));

/** A map with the keys a response may have, and values of any kind. */
const response = (keys: readonly number[]): fc.Arbitrary<CborMap> =>
  fc
    .array(fc.tuple(fc.constantFrom(...keys), members), { maxLength: keys.length })
    .map(all => new Map<number | string, CborValue>(all));

const statement = statementOf(vector('Packed Attestation with ES256 Credential'));
const request = {
  clientDataHash: new Uint8Array(32),
  rp: { id: 'example.org' },
  user: { id: new Uint8Array(1) },
  pubKeyCredParams: [],
};
const answering = (value: CborMap) => new ScriptedTransport(ok(value));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('whatever a key answers, it ends in a value or a CtapError:', () => {
  it.each<[string, fc.Arbitrary<CborMap>, (value: CborMap) => unknown]>([
    ['getInfo', response(range(0x01, 0x20)), value => parseInfo(value)],
    ['makeCredential', response(range(1, 6)), value => makeCredential(answering(value), request, undefined)],
    ['getNextAssertion', response(range(1, 7)), value => getNextAssertion(answering(value))],
    [
      'a COSE key',
      response([1, 3, -1, -2, -3]),
      value => parseCoseKey(value).verify(new Uint8Array(1), new Uint8Array(70)),
    ],
    ['the key agreement', response([1, 3, -1, -2, -3]), value => encapsulate(2, value)],
    ['packed attestation', named('alg', 'sig', 'x5c'), attStmt => verifyAttestation({ ...statement, attStmt })],
    ['U2F attestation', named('sig', 'x5c'), attStmt => verifyAttestation({ ...statement, attStmt, fmt: 'fido-u2f' })],
  ])('%s', async (_name, arbitrary, read) => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async value => {
        try {
          await read(value);
        } catch (error) {
          expect(error).toBeInstanceOf(CtapError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
