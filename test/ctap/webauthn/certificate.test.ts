import 'reflect-metadata';
import { KeyObject, sign } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../../src/ctap/bytes.ts';
import type { CborValue } from '../../../src/ctap/cbor.ts';
import { verifyAttestation } from '../../../src/ctap/webauthn/attestation.ts';
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
  ])('is accepted %s', async (_what, certificate) => {
    const { der, statement } = await attest(certificate);
    expect(verifyAttestation(statement)).toEqual({ type: 'basic', certificates: [der] });
  });

  it.each<[string, Certificate, string]>([
    ['without country', { name: 'O=Maker, OU=Authenticator Attestation, CN=Key' }, 'its certificate names no country'],
    ['without maker', { name: 'C=CH, OU=Authenticator Attestation, CN=Key' }, 'its certificate names no maker'],
    [
      'without a name of its own',
      { name: 'C=CH, O=Maker, OU=Authenticator Attestation' },
      'its certificate names no maker',
    ],
    ['without purpose', { name: 'C=CH, O=Maker, CN=Key' }, 'its certificate is not for attestation'],
    ['for another purpose', { name: 'C=CH, O=Maker, OU=Web, CN=Key' }, 'its certificate is not for attestation'],
    ['of an authority', { ca: true }, 'its certificate is that of an authority'],
    ['for another AAGUID', { aaguid: { value: octets(aaguid.with(0, 0)) } }, 'its certificate is for another AAGUID'],
    [
      'with a critical AAGUID',
      { aaguid: { value: octets(aaguid), critical: true } },
      'its certificate has a bad AAGUID extension',
    ],
    [
      'with a short AAGUID',
      { aaguid: { value: octets(aaguid.slice(1)) } },
      'its certificate has a bad AAGUID extension',
    ],
    ['with a bare AAGUID', { aaguid: { value: aaguid } }, 'its certificate has a bad AAGUID extension'],
  ])('is refused %s', async (_what, certificate, reason) => {
    const { statement } = await attest(certificate);
    expect(thrown(() => verifyAttestation(statement))).toMatchObject({
      code: 'attestation-invalid',
      params: { reason },
    });
  });

  it('is refused when not of version 3', async () => {
    const { statement } = await attest({}, der => fromHex(toHex(der).replace('a003020102', 'a003020101')));
    expect(thrown(() => verifyAttestation(statement)).params.reason).toBe('its certificate is not of version 3');
  });
});
