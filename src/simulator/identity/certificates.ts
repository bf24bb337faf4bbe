import 'reflect-metadata';
import { createHash, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const RS256 = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: Uint8Array.of(1, 0, 1),
  modulusLength: 2048,
} as const;
const DAY = 24 * 60 * 60 * 1000;
const ROOT_NAME = 'CN=Keydesk Practice Login Root';

/** A certificate for `localhost` under its own root, all PEM. Only tests and practice mode should trust it. */
export interface ServerCertificate {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  /** base64 SHA-256 of the public key: a tested browser uses it to trust only this server. */
  readonly spki: string;
}

export async function mintServerCertificate(): Promise<ServerCertificate> {
  const usages: KeyUsage[] = ['sign', 'verify'];
  const [root, leaf] = [
    await crypto.subtle.generateKey(ES256, true, usages),
    await crypto.subtle.generateKey(ES256, true, usages),
  ];
  const validity = { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + 30 * DAY) };
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: ROOT_NAME,
    keys: root,
    signingAlgorithm: ES256,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
    ...validity,
  });
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=localhost',
    issuer: ROOT_NAME,
    publicKey: leaf.publicKey,
    signingKey: root.privateKey,
    signingAlgorithm: ES256,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
    ...validity,
  });
  const publicKey = await crypto.subtle.exportKey('spki', leaf.publicKey);
  return {
    ca: ca.toString('pem'),
    certificate: certificate.toString('pem'),
    key: await pemOf(leaf.privateKey),
    spki: createHash('sha256').update(Buffer.from(publicKey)).digest('base64'),
  };
}

/**
 * A certificate with which an app registration signs in: PEM of certificate and private key, in one text and
 * separately.
 */
export interface AppCertificate {
  readonly pem: string;
  readonly certificate: string;
}

/**
 * Creates a certificate for an app registration. @param notAfter default ten days from now; a past date creates an
 * expired certificate
 */
export async function mintAppCertificate(notAfter = new Date(Date.now() + 10 * DAY)): Promise<AppCertificate> {
  const keys = await crypto.subtle.generateKey(RS256, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Keydesk desk',
    keys,
    signingAlgorithm: RS256,
    notBefore: new Date(Math.min(Date.now(), notAfter.getTime()) - DAY),
    notAfter,
  });
  const certificate = made.toString('pem');
  return { certificate, pem: `${certificate}\n${await pemOf(keys.privateKey)}` };
}

/** Returns the base64url SHA-256 of a certificate, as in `x5t#S256` (RFC 7515, 4.1.8). */
export function thumbprintOf(certificate: string): string {
  return createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');
}

async function pemOf(key: CryptoKey): Promise<string> {
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${pkcs8.replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}
