import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { fromHex, toHex } from '../../ctap/bytes.ts';
import type { AttestationIdentity } from './state.ts';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const AAGUID_OID = '1.3.6.1.4.1.45724.1.1.4';
const MAKER = 'C=CH, O=Keydesk Practice, ';
const SERIAL_NUMBER_OID = '2.5.4.5';
const OCTET_STRING_16 = [0x04, 0x10];
const VALIDITY = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2056-01-01T00:00:00Z') };
const ROOT_NAME = `${MAKER}CN=Practice Root`;
const KEY_NAME = `${MAKER}OU=Authenticator Attestation, CN=Practice key`;

/**
 * Creates an attestation key with certificates under its own root (WebAuthn Level 3, 8.2.1). Only tests and practice
 * mode should trust it.
 * @param serial what the enterprise certificate contains about this one key, besides the contents of the ordinary one
 */
export async function mintAttestation(aaguid: string, serial = randomSerial()): Promise<AttestationIdentity> {
  const usages: KeyUsage[] = ['sign', 'verify'];
  const root = await crypto.subtle.generateKey(ES256, true, usages);
  const key = await crypto.subtle.generateKey(ES256, true, usages);
  const rootCertificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: ROOT_NAME,
    keys: root,
    signingAlgorithm: ES256,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
    ...VALIDITY,
  });
  const certify = (subject: string) =>
    x509.X509CertificateGenerator.create({
      subject,
      issuer: ROOT_NAME,
      publicKey: key.publicKey,
      signingKey: root.privateKey,
      signingAlgorithm: ES256,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.Extension(AAGUID_OID, false, Uint8Array.from([...OCTET_STRING_16, ...fromHex(aaguid)])),
      ],
      ...VALIDITY,
    });
  return {
    certificates: [hexOf(await certify(KEY_NAME)), hexOf(rootCertificate)],
    enterpriseCertificate: hexOf(await certify(`${KEY_NAME}, ${SERIAL_NUMBER_OID}=${serial}`)),
    privateKey: toHex(new Uint8Array(await crypto.subtle.exportKey('pkcs8', key.privateKey))),
  };
}

function randomSerial(): string {
  return String(randomInt(10_000_000, 100_000_000));
}

function hexOf(certificate: x509.X509Certificate): string {
  return toHex(new Uint8Array(certificate.rawData));
}
