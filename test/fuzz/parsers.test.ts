import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CborValue, decode, decodeFirst, encode } from '../../src/ctap/cbor.ts';
import type { CborTransport } from '../../src/ctap/ctap2/call.ts';
import { getKeyAgreement } from '../../src/ctap/ctap2/clientPin.ts';
import { getNextAssertion } from '../../src/ctap/ctap2/getAssertion.ts';
import { parseInfo } from '../../src/ctap/ctap2/getInfo.ts';
import { makeCredential } from '../../src/ctap/ctap2/makeCredential.ts';
import { largeBlobs } from '../../src/ctap/largeBlobs.ts';
import { encapsulate } from '../../src/ctap/pin/protocol.ts';
import { verifyAttestation } from '../../src/ctap/webauthn/attestation.ts';
import { parseAuthenticatorData } from '../../src/ctap/webauthn/authenticatorData.ts';
import { attestationCertificate } from '../../src/ctap/webauthn/certificate.ts';
import { parseCoseKey } from '../../src/ctap/webauthn/coseKey.ts';
import { HASH, make, openKey, PIN, RP } from '../simulator/key/open.ts';
import { damage, runs, survives } from './mutations.ts';

/** Sound examples of everything a key sends, from a software key. */
const examples = await (async () => {
  const { channel, session, key } = await openKey();
  await session.setPin(PIN);
  const made = await make(session, { extensions: { credProtect: 2, hmacSecret: true, largeBlobKey: true } });
  const blobs = await session.largeBlobs(PIN);
  await blobs.write(new Uint8Array(32).fill(1), new Uint8Array(400).fill(7));
  const asked = async (command: number, parameters?: CborValue) => {
    const encoded = parameters === undefined ? [] : encode(parameters);
    return (await channel.cbor(Uint8Array.of(command, ...encoded))).slice(1);
  };
  const silent = new Map<number, CborValue>([
    [1, RP],
    [2, HASH],
    [
      3,
      [
        new Map<string, CborValue>([
          ['id', made.credentialId],
          ['type', 'public-key'],
        ]),
      ],
    ],
    [5, new Map([['up', false]])],
  ]);
  return {
    info: await asked(0x04),
    agreement: await asked(
      0x06,
      new Map([
        [1, 2],
        [2, 2],
      ]),
    ),
    largeBlobs: await asked(
      0x0c,
      new Map([
        [1, 4000],
        [3, 0],
      ]),
    ),
    authData: made.response.authData,
    attStmt: encode(made.response.attStmt),
    publicKey: made.publicKeyBytes,
    made: encode(
      new Map<number, CborValue>([
        [1, made.response.fmt],
        [2, made.response.authData],
        [3, made.response.attStmt],
      ]),
    ),
    signed: await asked(0x02, silent),
    certificate: key.certificates[0] ?? new Uint8Array(),
    attested: made,
  };
})();

const request = {
  clientDataHash: HASH,
  rp: { id: 'example.org' },
  user: { id: new Uint8Array(1) },
  pubKeyCredParams: [],
};
const answering = (...answers: Uint8Array[]): CborTransport => ({
  cbor: async () => Uint8Array.of(0, ...(answers.shift() ?? [])),
});
const map = (bytes: Uint8Array) => decode(bytes) as Map<number | string, CborValue>;
const limits = { maxMsgSize: 4064, maxSerializedLargeBlobArray: 4096 };

/** How many items a value is made of. */
function itemsOf(value: CborValue): number {
  if (Array.isArray(value)) return 1 + value.reduce((sum: number, item) => sum + itemsOf(item), 0);
  if (value instanceof Map) return [...value.values()].reduce((sum: number, item) => sum + 1 + itemsOf(item), 1);
  return 1;
}

describe('damaged in any way, it ends in a value or a CtapError:', () => {
  test.each<[string, Uint8Array, (bytes: Uint8Array) => unknown]>([
    ['getInfo', examples.info, bytes => parseInfo(decode(bytes))],
    ['makeCredential', examples.made, bytes => makeCredential(answering(bytes), request, undefined)],
    ['getNextAssertion', examples.signed, bytes => getNextAssertion(answering(bytes))],
    ['authenticator data', examples.authData, parseAuthenticatorData],
    ['a COSE key', examples.publicKey, bytes => parseCoseKey(map(bytes)).verify(HASH, new Uint8Array(70))],
    ['a key agreement', examples.agreement, async bytes => encapsulate(2, await getKeyAgreement(answering(bytes), 2))],
    ['a certificate', examples.certificate, bytes => attestationCertificate(bytes).checkRequirements()],
    [
      'an attestation statement',
      examples.attStmt,
      bytes => {
        const { attested } = examples;
        const { rpIdHash } = parseAuthenticatorData(examples.authData);
        const authData = examples.authData;
        verifyAttestation({ fmt: 'packed', attStmt: map(bytes), authData, rpIdHash, clientDataHash: HASH, attested });
      },
    ],
    [
      'a large-blob array',
      examples.largeBlobs,
      bytes => largeBlobs(answering(bytes), limits, undefined).read(new Uint8Array(32).fill(1)),
    ],
  ])('%s', async (_what, example, read) => {
    await read(example);
    await fc.assert(
      fc.asyncProperty(damage, change => survives(() => read(change(example)))),
      runs(500),
    );
  });
});

describe('CBOR of any bytes', () => {
  const heads = fc.constantFrom(0x1b, 0x5b, 0x5a, 0x7b, 0x9b, 0x9a, 0xbb, 0xba, 0x81, 0xa1, 0xff, 0x00);
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(fc.oneof(heads, fc.nat(255)), { maxLength: 60 }).map(all => Uint8Array.from(all)),
  );

  test('is a value of no more items than bytes, or a CtapError', async () => {
    const property = fc.asyncProperty(bytes, input =>
      survives(() => {
        const { value, length } = decodeFirst(input);
        expect(length).toBeLessThanOrEqual(input.length);
        expect(itemsOf(value)).toBeLessThanOrEqual(length);
      }),
    );
    await fc.assert(property, runs(3000));
  });
});
