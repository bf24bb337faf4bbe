import 'reflect-metadata';
import { constants, generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../../src/ctap/bytes.ts';
import type { CborValue } from '../../../src/ctap/cbor.ts';
import { verifySignature } from '../../../src/ctap/crypto.ts';
import { strictStatement, verifyAttestation } from '../../../src/ctap/webauthn/attestation.ts';
import { padded } from '../../../src/simulator/key/signatures.ts';
import { thrown } from '../helpers.ts';
import { statementOf, vector } from './vectors.ts';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const GOOD_NAME = 'C=CH, O=Maker, OU=Authenticator Attestation, CN=Key';
const credential = statementOf(vector('ES256 Credential with Self Attestation'));
const aaguid = fromHex(credential.attested.aaguid.replaceAll('-', ''));

interface Certificate {
  name?: string;
  ca?: boolean;
  aaguid?: { value: Uint8Array; critical?: boolean };
}

const octets = (value: Uint8Array) => concat(Uint8Array.of(0x04, value.length), value);

/** A packed statement over a known credential, by a certificate made for the occasion. */
async function attest(
  { name = GOOD_NAME, ca = false, aaguid: extension }: Certificate,
  change = (der: Uint8Array) => der,
) {
  const keys = await crypto.subtle.generateKey(ES256, true, ['sign', 'verify']);
  const extensions: x509.Extension[] = [new x509.BasicConstraintsExtension(ca, undefined, true)];
  if (extension !== undefined) {
    const { value, critical = false } = extension;
    extensions.push(new x509.Extension('1.3.6.1.4.1.45724.1.1.4', critical, new Uint8Array(value)));
  }
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    signingAlgorithm: ES256,
    extensions,
  });
  const der = change(new Uint8Array(certificate.rawData));
  const signed = concat(credential.authData, credential.clientDataHash);
  const sig = new Uint8Array(sign('sha256', signed, KeyObject.from(keys.privateKey)));
  const attStmt = new Map<string, CborValue>([
    ['alg', -7],
    ['sig', sig],
    ['x5c', [der]],
  ]);
  return { der, statement: { ...credential, attStmt } };
}

describe('a packed attestation certificate', () => {
  it.each<[string, Certificate]>([
    ['without AAGUID', {}],
    ['with the AAGUID of the key', { aaguid: { value: octets(aaguid) } }],
    ['with more in its name', { name: `${GOOD_NAME}, L=Zug` }],
    ['with a second unit in its name', { name: `${GOOD_NAME}, OU=Batch 7` }],
  ])('is accepted %s', async (_what, certificate) => {
    const { der, statement } = await attest(certificate);
    expect(verifyAttestation(statement)).toEqual({ type: 'basic', certificates: [der] });
  });

  it.each<[string, Certificate, string]>([
    ['without country', { name: 'O=Maker, OU=Authenticator Attestation, CN=Key' }, 'certificate-country'],
    ['with a country of three letters', { name: GOOD_NAME.replace('CH', 'CHE') }, 'certificate-country'],
    ['with a country in small letters', { name: GOOD_NAME.replace('CH', 'ch') }, 'certificate-country'],
    ['without maker', { name: 'C=CH, OU=Authenticator Attestation, CN=Key' }, 'certificate-maker'],
    ['without a name of its own', { name: 'C=CH, O=Maker, OU=Authenticator Attestation' }, 'certificate-maker'],
    ['without purpose', { name: 'C=CH, O=Maker, CN=Key' }, 'certificate-purpose'],
    ['for another purpose', { name: 'C=CH, O=Maker, OU=Web, CN=Key' }, 'certificate-purpose'],
    ['of an authority', { ca: true }, 'certificate-authority'],
    ['for another AAGUID', { aaguid: { value: octets(aaguid.with(0, 0)) } }, 'certificate-aaguid'],
    ['with a critical AAGUID', { aaguid: { value: octets(aaguid), critical: true } }, 'certificate-extension'],
    ['with a short AAGUID', { aaguid: { value: octets(aaguid.slice(1)) } }, 'certificate-extension'],
    ['with an AAGUID of another type', { aaguid: { value: octets(aaguid).with(0, 0x03) } }, 'certificate-extension'],
    ['with an AAGUID of a wrong length', { aaguid: { value: octets(aaguid).with(1, 15) } }, 'certificate-extension'],
    [
      'with more than an AAGUID',
      { aaguid: { value: concat(octets(aaguid), Uint8Array.of(0)) } },
      'certificate-extension',
    ],
    ['with a bare AAGUID', { aaguid: { value: aaguid } }, 'certificate-extension'],
  ])('is refused %s', async (_what, certificate, reason) => {
    const { statement } = await attest(certificate);
    expect(thrown(() => verifyAttestation(statement))).toMatchObject({
      code: 'attestation-invalid',
      params: { reason },
    });
  });

  it('is refused when not of version 3', async () => {
    const { statement } = await attest({}, der => fromHex(toHex(der).replace('a003020102', 'a003020101')));
    expect(thrown(() => verifyAttestation(statement)).params.reason).toBe('certificate-version');
  });
});

/** FIDO Registry of Predefined Values, 3.6.1, and the names of RFC 9864 for the same algorithms. */
describe('an attestation signed by', () => {
  const curve = (namedCurve: string) => ({ name: 'ECDSA', namedCurve, hash: 'SHA-256' });
  const rsa = (name: string) => ({
    name,
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
  });
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

  type Algorithm = x509.X509CertificateCreateSelfSignedParams['signingAlgorithm'] & object;

  async function attestBy(alg: number, algorithm: Algorithm, hash: string | null, options = {}) {
    const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name: GOOD_NAME,
      keys,
      signingAlgorithm: algorithm,
      extensions: [new x509.BasicConstraintsExtension(false, undefined, true)],
    });
    const signed = concat(credential.authData, credential.clientDataHash);
    const sig = new Uint8Array(sign(hash, signed, { key: KeyObject.from(keys.privateKey), ...options }));
    const der = new Uint8Array(certificate.rawData);
    return { der, sig, statement: statementBy(alg, sig, der) };
  }

  function statementBy(alg: number, sig: Uint8Array, der: Uint8Array) {
    const attStmt = new Map<string, CborValue>([
      ['alg', alg],
      ['sig', sig],
      ['x5c', [der]],
    ]);
    return { ...credential, attStmt };
  }

  it.each<[string, number, Algorithm, string | null, object?]>([
    ['ES256', -7, curve('P-256'), 'sha256'],
    ['ESP256', -9, curve('P-256'), 'sha256'],
    ['ES384', -35, curve('P-384'), 'sha384'],
    ['ESP384', -51, curve('P-384'), 'sha384'],
    ['ES512', -36, curve('P-521'), 'sha512'],
    ['ESP512', -52, curve('P-521'), 'sha512'],
    ['ES384 with a key on P-256', -35, curve('P-256'), 'sha384'],
    ['EdDSA', -8, { name: 'Ed25519' }, null],
    ['Ed25519', -19, { name: 'Ed25519' }, null],
    ['RS256', -257, rsa('RSASSA-PKCS1-v1_5'), 'sha256'],
    ['PS256', -37, rsa('RSASSA-PKCS1-v1_5'), 'sha256', pss],
  ])('%s is verified', async (_name, alg, algorithm, hash, options) => {
    const { der, sig, statement } = await attestBy(alg, algorithm, hash, options);
    expect(verifyAttestation(statement)).toEqual({ type: 'basic', certificates: [der] });
    const wrong = statementBy(alg, sig.with(sig.length - 1, (sig.at(-1) ?? 0) ^ 1), der);
    expect(thrown(() => verifyAttestation(wrong))).toMatchObject({
      code: 'attestation-invalid',
      params: { reason: 'signature-wrong' },
    });
  });

  it.each([
    ['ES256K', -47],
    ['ML-DSA-44', -48],
    ['RS1', -65535],
    ['a number of nobody', -65000],
  ])('%s is named as unknown, not as wrong', async (_name, alg) => {
    const { sig, der } = await attestBy(-7, curve('P-256'), 'sha256');
    expect(thrown(() => verifyAttestation(statementBy(alg, sig, der)))).toMatchObject({
      code: 'unsupported',
      params: { what: 'attestation-algorithm', value: alg },
    });
  });

  it.each([
    ['P-256', -7, 'sha256'],
    ['P-384', -35, 'sha384'],
    ['P-521', -36, 'sha512'],
  ])('%s with a needless zero byte is accepted, and sent on in strict DER', async (name, alg, hash) => {
    const { sig, der } = await attestBy(alg, curve(name), hash);
    const statement = statementBy(alg, padded(sig), der);
    expect(verifyAttestation(statement).type).toBe('basic');
    expect(toHex(strictStatement(statement.attStmt).get('sig') as Uint8Array)).toBe(toHex(sig));
    expect([...strictStatement(statement.attStmt).keys()]).toEqual(['alg', 'sig', 'x5c']);
  });

  it.each<[string, (sig: Uint8Array) => Uint8Array]>([
    ['with something behind it', sig => concat(sig, Uint8Array.of(0))],
    ['without one of its numbers', sig => Uint8Array.from([0x30, sig[3] ?? 0, ...sig.slice(2, 2 + (sig[3] ?? 0))])],
    ['of the two numbers alone, as in JWS', () => new Uint8Array(64).fill(1)],
    ['of nothing', () => new Uint8Array()],
    ['of a length without end', sig => sig.with(1, 0x80)],
  ])('ES256 is refused for its form %s', async (_what, change) => {
    const { sig, der } = await attestBy(-7, curve('P-256'), 'sha256');
    expect(thrown(() => verifyAttestation(statementBy(-7, change(sig), der)))).toMatchObject({
      code: 'attestation-invalid',
      params: { reason: 'signature-not-der' },
    });
  });

  it('zero, which a strict reader of numbers must not lose, is a wrong signature', async () => {
    const { der } = await attestBy(-7, curve('P-256'), 'sha256');
    const zeros = Uint8Array.of(0x30, 6, 2, 1, 0, 2, 1, 0);
    expect(thrown(() => verifyAttestation(statementBy(-7, zeros, der))).params.reason).toBe('signature-wrong');
  });
});

/** Seen in the field (a firmware that keeps the zeros of short numbers): r has 32 bytes of which the first is zero. */
it('reads a signature that a firmware wrote with the zeros of a short number', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let data = new Uint8Array(4);
  let sig = new Uint8Array();
  // One of 128 signatures has a first number shorter than 32 bytes.
  for (let i = 0; i < 20_000 && sig[3] !== 31; i++) {
    data = new Uint8Array(new Uint32Array([i]).buffer);
    sig = new Uint8Array(sign('sha256', data, privateKey));
  }
  expect(sig[3]).toBe(31);
  const kept = Uint8Array.from([0x30, (sig[1] ?? 0) + 1, 2, 32, 0, ...sig.slice(4)]);
  expect(verifySignature('sha256', publicKey, data, kept)).toBe(true);
});
