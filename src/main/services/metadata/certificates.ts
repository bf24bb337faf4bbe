import type { KeyObject, X509Certificate } from 'node:crypto';
import { parseCertificate, verifySignature } from '../../../ctap/crypto.ts';
import { type CertificateParts, readCertificate, readPathLength } from '../../../ctap/webauthn/der.ts';

/** A certificate with the data that path validation needs. */
export interface Certificate {
  readonly x509: X509Certificate;
  readonly subject: string;
  readonly issuer: string;
  /** Whether it may issue certificates, by basicConstraints and keyUsage. */
  readonly ca: boolean;
  /** Maximum number of intermediate certificates below it; undefined for any number. */
  readonly pathLength: number | undefined;
  /** Whether it has an unknown critical extension. */
  readonly strange: boolean;
  readonly parts: CertificateParts;
}

const BASIC_CONSTRAINTS = '551d13';
/**
 * Extensions that may be critical (RFC 5280, 4.2): keyUsage and basicConstraints are checked; extKeyUsage,
 * certificatePolicies and subjectAltName restrict nothing here. A certificate with any other one is refused, including
 * nameConstraints.
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

/** Parses a certificate from DER, PEM or base64 of DER. Returns undefined if it cannot be read. */
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

/** Returns the readable certificates, and leaves out the others. */
export function certificatesOf(encoded: readonly (Uint8Array | string)[]): Certificate[] {
  return encoded.map(certificateOf).filter(certificate => certificate !== undefined);
}

/** Returns whether the name and the key of another certificate issued this one. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (certificate.issuer !== issuer.subject) return false;
  try {
    const { publicKey } = issuer.x509;
    return certificate.x509.verify(publicKey) || verifiesTolerantly(certificate, publicKey);
  } catch {
    // If node:crypto cannot read a key or signature, the verification fails.
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
 * Verifies a signature that OpenSSL refuses for its format. Makers have issued certificates whose ECDSA signature has
 * an unnecessary zero, or whose signature counts unused bits that it does not have.
 */
function verifiesTolerantly({ parts }: Certificate, key: KeyObject): boolean {
  const hash = HASHES[parts.algorithm];
  return hash !== undefined && verifySignature(hash, key, parts.signed, parts.signature);
}

/**
 * Returns a distinguished name in the form for comparisons: case and amount of white space do not matter (RFC 5280,
 * 7.1).
 */
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
