import 'reflect-metadata';
import { createPrivateKey, sign } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { fromHex, toHex } from '../../ctap/bytes.ts';
import type { AttestationIdentity } from './state.ts';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const AAGUID_OID = '1.3.6.1.4.1.45724.1.1.4';
const MAKER = 'C=CH, O=Keydesk Practice, ';
const OCTET_STRING_16 = [0x04, 0x10];

/**
 * Makes an attestation key with a certificate by a root of its own (WebAuthn Level 3, 8.2.1): the leaf first, then the
 * root. Nobody outside tests and practice has a reason to trust it.
 */
export async function mintAttestation(aaguid: string): Promise<AttestationIdentity> {
  const usages: KeyUsage[] = ['sign', 'verify'];
  const root = await crypto.subtle.generateKey(ES256, true, usages);
  const leaf = await crypto.subtle.generateKey(ES256, true, usages);
  const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2056-01-01T00:00:00Z') };
  const rootName = `${MAKER}CN=Practice Root`;
  const rootCertificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: rootName,
    keys: root,
    signingAlgorithm: ES256,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
    ...validity,
  });
  const leafCertificate = await x509.X509CertificateGenerator.create({
    subject: `${MAKER}OU=Authenticator Attestation, CN=Practice Key`,
    issuer: rootName,
    publicKey: leaf.publicKey,
    signingKey: root.privateKey,
    signingAlgorithm: ES256,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.Extension(AAGUID_OID, false, Uint8Array.from([...OCTET_STRING_16, ...fromHex(aaguid)])),
    ],
    ...validity,
  });
  const privateKey = await crypto.subtle.exportKey('pkcs8', leaf.privateKey);
  return {
    certificates: [leafCertificate, rootCertificate].map(certificate => toHex(new Uint8Array(certificate.rawData))),
    privateKey: toHex(new Uint8Array(privateKey)),
  };
}

/** An ES256 signature (DER) by a private key in PKCS #8, hexadecimal. */
export function signEs256(privateKey: string, data: Uint8Array): Uint8Array {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'hex'), format: 'der', type: 'pkcs8' });
  return new Uint8Array(sign('sha256', data, key));
}
