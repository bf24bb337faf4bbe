import { concat, formatAaguid } from '../bytes.ts';
import { type CborMap, type CborValue, encode } from '../cbor.ts';
import { Members } from '../ctap2/members.ts';
import { CtapError } from '../errors.ts';
import type { AttestedCredentialData } from './authenticatorData.ts';
import { attestationCertificate } from './certificate.ts';
import {
  type CoseKey,
  coseAlgorithms,
  isEcdsa,
  isKnownAlgorithm,
  parseCoseKey,
  signatureFault,
  verifyByAlgorithm,
} from './coseKey.ts';
import { strictEcdsaSignature } from './ecdsaSignature.ts';

export interface AttestedStatement {
  readonly fmt: string;
  readonly attStmt: CborMap;
  readonly authData: Uint8Array;
  readonly rpIdHash: Uint8Array;
  readonly clientDataHash: Uint8Array;
  readonly attested: AttestedCredentialData;
}

/**
 * `none` proves nothing, `self` proves only possession of the key, `basic` includes the vendor's certificates (DER).
 */
export type AttestationResult =
  | { readonly type: 'none' }
  | { readonly type: 'self' }
  | { readonly type: 'basic'; readonly certificates: readonly Uint8Array[] };

/**
 * Verifies an attestation statement (WebAuthn Level 3, 8). The caller verifies the trust path, if there is one.
 * @throws CtapError attestation-invalid with `reason`, unsupported for an unknown format or algorithm
 */
export function verifyAttestation(statement: AttestedStatement): AttestationResult {
  switch (statement.fmt) {
    case 'packed':
      return verifyPacked(statement);
    case 'fido-u2f':
      return verifyFidoU2f(statement);
    case 'none':
      if (statement.attStmt.size > 0) throw invalid('statement-not-empty');
      return { type: 'none' };
    default:
      throw new CtapError('unsupported', { what: 'attestation-format', value: statement.fmt });
  }
}

/** Encodes the attestationObject that a relying party expects (WebAuthn Level 3, 6.5.4). */
export function attestationObject(fmt: string, attStmt: CborMap, authData: Uint8Array): Uint8Array {
  return encode(
    new Map<string, CborValue>([
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', authData],
    ]),
  );
}

/**
 * Returns an attestation statement with its ECDSA signature in strict DER, for relying parties that accept nothing
 * else. The signed data and the numbers of the signature do not change.
 */
export function strictStatement(attStmt: CborMap): CborMap {
  const [alg, sig] = [attStmt.get('alg'), attStmt.get('sig')];
  if (typeof alg !== 'number' || !isEcdsa(alg) || !(sig instanceof Uint8Array)) return attStmt;
  return new Map(attStmt).set('sig', strictEcdsaSignature(sig) ?? sig);
}

/** Verifies a packed attestation, 8.2: by the vendor's certificate, or by the credential's own key. */
function verifyPacked({ attStmt, authData, clientDataHash, attested }: AttestedStatement): AttestationResult {
  const m = new Members(attStmt, 'attStmt');
  const alg = m.required(m.integer('alg', 'alg'), 'alg');
  const signature = m.required(m.bytes('sig', 'sig'), 'sig');
  const signed = concat(authData, clientDataHash);
  const certificates = certificatesOf(m);
  const [leaf] = certificates;
  if (leaf === undefined) {
    const key: CoseKey = parseCoseKey(attested.publicKey);
    if (alg !== key.alg) throw invalid('algorithm-differs');
    if (!key.verify(signed, signature)) throw invalid(signatureFault(alg, signature));
    return { type: 'self' };
  }
  // An unknown algorithm does not mean that the signature is wrong.
  if (!isKnownAlgorithm(alg)) throw new CtapError('unsupported', { what: 'attestation-algorithm', value: alg });
  const certificate = attestationCertificate(leaf);
  if (!verifyByAlgorithm(alg, certificate.publicKey, signed, signature)) throw invalid(signatureFault(alg, signature));
  certificate.checkRequirements();
  if (certificate.aaguid !== undefined && formatAaguid(certificate.aaguid) !== attested.aaguid) {
    throw invalid('certificate-aaguid');
  }
  return { type: 'basic', certificates };
}

/** Verifies a FIDO U2F attestation, 8.6. */
function verifyFidoU2f({ attStmt, rpIdHash, clientDataHash, attested }: AttestedStatement): AttestationResult {
  const m = new Members(attStmt, 'attStmt');
  const signature = m.required(m.bytes('sig', 'sig'), 'sig');
  const certificates = certificatesOf(m);
  const [leaf] = certificates;
  if (leaf === undefined || certificates.length !== 1) throw invalid('certificate-count');
  const key = new Members(attested.publicKey, 'COSE_Key');
  if (parseCoseKey(attested.publicKey).alg !== coseAlgorithms.ES256) throw invalid('credential-not-es256');
  const [x, y] = [key.required(key.bytes(-2, 'x'), 'x'), key.required(key.bytes(-3, 'y'), 'y')];
  const signed = concat(Uint8Array.of(0), rpIdHash, clientDataHash, attested.credentialId, Uint8Array.of(4), x, y);
  const certificate = attestationCertificate(leaf);
  if (certificate.publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw invalid('key-not-p256');
  if (!verifyByAlgorithm(coseAlgorithms.ES256, certificate.publicKey, signed, signature)) {
    throw invalid(signatureFault(coseAlgorithms.ES256, signature));
  }
  return { type: 'basic', certificates };
}

function certificatesOf(m: Members): Uint8Array[] {
  const x5c = m.raw('x5c');
  if (x5c === undefined) return [];
  if (!Array.isArray(x5c) || x5c.length === 0) throw invalid('certificates-not-list');
  return x5c.map(certificate => {
    if (certificate instanceof Uint8Array) return certificate;
    throw invalid('certificates-not-bytes');
  });
}

function invalid(reason: string): CtapError {
  return new CtapError('attestation-invalid', { reason });
}
