import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 60 * 60 * 1000;

export interface Issued {
  readonly der: Uint8Array<ArrayBuffer>;
  readonly pem: string;
  readonly subject: string;
  readonly keys: CryptoKeyPair;
}

export interface Wanted {
  readonly subject: string;
  /** The issuer. Without it, the certificate is self-signed. */
  readonly by?: Issued;
  /** The key of another certificate, as in cross-signed certificates. */
  readonly keys?: CryptoKeyPair;
  /** basicConstraints: true, or the maximum path length. Without it there is no such extension. */
  readonly ca?: boolean | number;
  /** Days from now. Default: from yesterday until tomorrow. */
  readonly from?: number;
  readonly until?: number;
  readonly extensions?: readonly x509.Extension[];
}

/** Issues a certificate. */
export async function issue({ subject, by, keys, ca, from = -1, until = 1, extensions = [] }: Wanted): Promise<Issued> {
  const pair = keys ?? (await newKeys());
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: by?.subject ?? subject,
    publicKey: pair.publicKey,
    signingKey: (by?.keys ?? pair).privateKey,
    signingAlgorithm: P256,
    notBefore: new Date(Date.now() + from * DAY),
    notAfter: new Date(Date.now() + until * DAY),
    extensions: [...(ca === undefined ? [] : [constraints(ca)]), ...extensions],
  });
  return { der: new Uint8Array(certificate.rawData), pem: certificate.toString('pem'), subject, keys: pair };
}

export function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
}

function constraints(ca: boolean | number): x509.Extension {
  return new x509.BasicConstraintsExtension(ca !== false, typeof ca === 'number' ? ca : undefined, true);
}
