import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, formatAaguid, fromHex, toHex } from '../../../src/ctap/bytes.ts';
import { encode } from '../../../src/ctap/cbor.ts';
import { sha256 } from '../../../src/ctap/crypto.ts';
import { CtapError } from '../../../src/ctap/errors.ts';
import { parseAuthenticatorData } from '../../../src/ctap/webauthn/authenticatorData.ts';
import { thrown } from '../helpers.ts';
import { RP_ID, vector, vectors } from './vectors.ts';

const es256 = vector('ES256 Credential with Self Attestation');
const UP = 0x01;
const AT = 0x40;
const ED = 0x80;
const header = (flags: number) => concat(new Uint8Array(32), Uint8Array.of(flags, 0, 0, 1, 2));

/** AAGUID and credential id of zeros, up to the public key. */
const attested = (idLength: number) =>
  concat(new Uint8Array(16), Uint8Array.of(idLength >> 8, idLength & 0xff), new Uint8Array(idLength));

describe('parseAuthenticatorData', () => {
  it.each(vectors)('reads $title', ({ parsed, attested, registration }) => {
    expect(parsed.rpIdHash).toEqual(sha256(new TextEncoder().encode(RP_ID)));
    expect(parsed.flags).toMatchObject({ up: true, at: true });
    expect(attested.aaguid).toBe(formatAaguid(fromHex(registration.aaguid ?? '')));
    expect(toHex(attested.credentialId)).toBe(registration.credential_id);
    expect(attested.publicKeyBytes).toEqual(encode(attested.publicKey));
  });

  it('reads flags, counter and extensions', () => {
    const parsed = parseAuthenticatorData(concat(header(UP | 0x04 | ED), encode(new Map([['credProtect', 2]]))));
    expect(parsed).toEqual({
      rpIdHash: new Uint8Array(32),
      flags: { up: true, uv: true, be: false, bs: false, at: false, ed: true },
      signCount: 0x0102,
      attestedCredentialData: undefined,
      extensions: new Map([['credProtect', 2]]),
    });
  });

  it('tells the key from the extensions behind it', () => {
    const { publicKeyBytes } = es256.attested;
    const data = concat(header(AT | ED), attested(16), publicKeyBytes, encode(new Map([['credProtect', 3]])));
    const parsed = parseAuthenticatorData(data);
    expect(parsed.attestedCredentialData?.publicKeyBytes).toEqual(publicKeyBytes);
    expect(parsed.extensions).toEqual(new Map([['credProtect', 3]]));
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'authData'],
    ['a cut header', header(UP).slice(0, -1), 'authData'],
    ['bytes left over', concat(header(UP), Uint8Array.of(0)), 'authData.leftover'],
    ['bytes left over after the key', concat(es256.authData, Uint8Array.of(0)), 'authData.leftover'],
    ['no credential where one is announced', header(UP | AT), 'authData.attestedCredentialData'],
    ['a cut credential id', es256.authData.slice(0, 37 + 16 + 2 + 5), 'authData.credentialId'],
    [
      'a credential id of 1024 bytes',
      concat(header(AT), new Uint8Array(16), Uint8Array.of(4, 0), new Uint8Array(1100)),
      'authData.credentialId',
    ],
    ['a key that is no map', concat(header(AT), attested(16), encode(1)), 'authData.credentialPublicKey'],
    ...[0, 1, 8, 15].map((length): [string, Uint8Array, string] => [
      `a credential id of ${length} bytes`,
      concat(header(AT), attested(length), es256.attested.publicKeyBytes),
      'authData.credentialId',
    ]),
    ['a backup of what may not be backed up', header(UP | 0x10), 'authData.flags'],
    ['extensions that are no map', concat(header(ED), encode([])), 'authData.extensions'],
  ])('refuses %s', (_what, authData, member) => {
    expect(thrown(() => parseAuthenticatorData(authData))).toMatchObject({
      code: 'response-malformed',
      params: { member },
    });
  });

  it.each([16, 64, 1023])('reads a credential id of %i bytes', length => {
    const data = concat(header(AT), attested(length), es256.attested.publicKeyBytes);
    expect(parseAuthenticatorData(data).attestedCredentialData?.credentialId).toEqual(new Uint8Array(length));
  });

  it.each([
    [0x00, false, false],
    [0x08, true, false],
    [0x18, true, true],
  ])('reads backup flags %i', (bits, be, bs) => {
    expect(parseAuthenticatorData(header(UP | bits)).flags).toMatchObject({ be, bs });
  });

  it('refuses a cut key or extension', () => {
    expect(thrown(() => parseAuthenticatorData(es256.authData.slice(0, -1))).code).toBe('cbor-malformed');
    expect(thrown(() => parseAuthenticatorData(header(ED))).code).toBe('cbor-malformed');
  });

  it('ends in data or a CtapError, whatever the bytes', () => {
    const tails = fc.uint8Array({ maxLength: 120 });
    fc.assert(
      fc.property(fc.nat(255), tails, (flags, tail) => {
        try {
          parseAuthenticatorData(concat(header(flags), tail));
        } catch (error) {
          expect(error).toBeInstanceOf(CtapError);
        }
      }),
    );
  });
});
