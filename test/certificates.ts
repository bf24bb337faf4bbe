import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 60 * 60 * 1000;

/** A certificate and its private key, as PEM. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate is for. */
export interface Wanted {
  /** The common name. */
  readonly name: string;
  /** DNS names, and addresses, of a server. */
  readonly dns?: readonly string[];
  readonly ip?: readonly string[];
  /** From when to when it is valid, in days from now. */
  readonly days?: readonly [number, number];
}

/** An authority that a test makes for itself. */
export interface TestAuthority {
  /** Its own certificate, as PEM. */
  readonly pem: string;
  issue(wanted: Wanted): Promise<Issued>;
}

export async function createAuthority(name: string): Promise<TestAuthority> {
  const keys = await generate();
  const issuer = `CN=${name}`;
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: issuer,
    keys,
    signingAlgorithm: ES256,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
    ...validity([-1000, 1000]),
  });
  return {
    pem: root.toString('pem'),
    issue: async ({ name: subject, dns = [], ip = [], days = [-1, 90] }) => {
      const own = await generate();
      const names = [
        ...dns.map(value => ({ type: 'dns' as const, value })),
        ...ip.map(value => ({ type: 'ip' as const, value })),
      ];
      const cert = await x509.X509CertificateGenerator.create({
        subject: `CN=${subject}`,
        issuer,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ES256,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
        ],
        ...validity(days),
      });
      const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replaceAll(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
      return { cert: `${cert.toString('pem')}\n`, key };
    },
  };
}

function generate(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ES256, true, ['sign', 'verify']);
}

function validity([from, until]: readonly [number, number]) {
  return { notBefore: new Date(Date.now() + from * DAY), notAfter: new Date(Date.now() + until * DAY) };
}
