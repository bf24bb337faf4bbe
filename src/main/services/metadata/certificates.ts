import type { KeyObject, X509Certificate } from 'node:crypto';
import { parseCertificate, verifySignature } from '../../../ctap/crypto.ts';
import { type CertificateParts, readCertificate, readPathLength } from '../../../ctap/webauthn/der.ts';

/** A certificate with what path validation needs of it. */
export interface Certificate {
  readonly x509: X509Certificate;
  readonly subject: string;
  readonly issuer: string;
  /** Whether it may issue at all: basicConstraints and keyUsage say so. */
  readonly ca: boolean;
  /** How many intermediate certificates may follow below it; undefined: any number. */
  readonly pathLength: number | undefined;
  /** Holds a critical extension that is not understood here. */
  readonly strange: boolean;
  readonly parts: CertificateParts;
}

const BASIC_CONSTRAINTS = '551d13';
/**
 * Extensions that may be critical (RFC 5280, 4.2): keyUsage and basicConstraints are judged; extKeyUsage, certificatePolicies and
 * subjectAltName restrict nothing here. Every other one refuses the certificate, nameConstraints among them.
 */
const UNDERSTOOD: readonly string[] = ['551d0f', BASIC_CONSTRAINTS, '551d25', '551d20', '551d11'];

/** Hashes by the OBJECT IDENTIFIER of a certificate's signature algorithm: ecdsa-with-SHA…, sha…WithRSAEncryption. */
const HASHES: Readonly<Record<string, string>> = {
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
  '2a864886f70d01010b': 'sha256',
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
};

/** Returns a certificate from DER, PEM or base64 of DER; undefined where it is none. */
export function certificateOf(encoded: Uint8Array | string): Certificate | undefined {
  try {
    const x509 = parseCertificate(derOf(encoded));
    const parts = readCertificate(new Uint8Array(x509.raw));
    const constraints = parts.extensions.get(BASIC_CONSTRAINTS);
    const pathLength = constraints === undefined ? undefined : readPathLength(constraints.value);
    const strange = [...parts.extensions].some(([oid, { critical }]) => critical && !UNDERSTOOD.includes(oid));
    const { subject, issuer, ca } = x509;
    return { x509, subject: toName(subject), issuer: toName(issuer), ca, pathLength, strange, parts };
  } catch {
    return undefined;
  }
}

/** Returns those that are certificates: one that cannot be read says nothing about the others. */
export function certificatesOf(encoded: readonly (Uint8Array | string)[]): Certificate[] {
  return encoded.map(certificateOf).filter(certificate => certificate !== undefined);
}

/** Tells whether a certificate was issued under the name and by the key of another one. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (certificate.issuer !== issuer.subject) return false;
  try {
    const { publicKey } = issuer.x509;
    return certificate.x509.verify(publicKey) || verifiesTolerantly(certificate, publicKey);
  } catch {
    // A key or signature that node:crypto cannot read verifies nothing.
    return false;
  }
}

export function isSame(one: Certificate, other: Certificate): boolean {
  return one.x509.fingerprint256 === other.x509.fingerprint256;
}

export function isValidAt({ x509 }: Certificate, time: Date): boolean {
  return x509.validFromDate <= time && time <= x509.validToDate;
}

/**
 * Makers have issued certificates whose ECDSA signature has a needless zero, or whose signature counts unused bits that it does
 * not have. OpenSSL refuses the form of both; the signature itself is verified here all the same.
 */
function verifiesTolerantly({ parts }: Certificate, key: KeyObject): boolean {
  const hash = HASHES[parts.algorithm];
  return hash !== undefined && verifySignature(hash, key, parts.signed, parts.signature);
}

/** A distinguished name as names are compared: without regard to case and the amount of white space (RFC 5280, 7.1). */
function toName(name: string | undefined): string {
  return (name ?? '')
    .split('\n')
    .map(part => part.trim().replaceAll(/\s+/g, ' ').toLowerCase())
    .join('\n');
}

function derOf(encoded: Uint8Array | string): Uint8Array {
  if (typeof encoded !== 'string') return encoded;
  return encoded.includes('-----BEGIN') ? Buffer.from(encoded) : Buffer.from(encoded, 'base64');
}
