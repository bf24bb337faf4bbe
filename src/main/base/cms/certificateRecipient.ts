import {
  constants,
  createCipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  X509Certificate,
} from 'node:crypto';
import { AsnConvert, AsnParser } from '@peculiar/asn1-schema';
import { Certificate, id_ce_keyUsage, KeyUsage, KeyUsageFlags, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { der } from './der.ts';
import type { Recipient } from './enveloped.ts';
import { oids } from './oids.ts';
import { wrappingKey } from './openRecipient.ts';

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/;
const MIN_RSA = 2048;
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/** The owner of a certificate, and its subject for the activity log. */
export interface CertificateRecipient extends Recipient {
  readonly subject: string;
}

/**
 * Reads the first certificate of a PEM text. SECURITY: Keydesk does not check who issued it. The person who chooses the file decides who can
 * read the PINs.
 * @throws KeydeskError handover-recipient
 */
export function certificateRecipient(pem: string, now = new Date()): CertificateRecipient {
  const text = PEM.exec(pem)?.[0];
  if (text === undefined) throw unusable('pem-without-certificate');
  const { x509, certificate } = parsed(text);
  const [from, until] = [new Date(x509.validFrom), new Date(x509.validTo)];
  if (now < from || now > until) throw unusable('recipient-expired', { from: day(from), until: day(until) });
  const { publicKey } = x509;
  const { issuer, serialNumber } = certificate.tbsCertificate;
  const rid = der.sequence(Buffer.from(AsnConvert.serialize(issuer)), der.bytes(0x02, Buffer.from(serialNumber)));
  const subject = x509.subject.replaceAll('\n', ', ');
  if (publicKey.asymmetricKeyType === 'rsa' && (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA) {
    refuseUsage(certificate, KeyUsageFlags.keyEncipherment);
    return { subject, version: 0, wrap: contentKey => transported(contentKey, publicKey, rid) };
  }
  if (publicKey.asymmetricKeyType === 'ec' && CURVES.includes(publicKey.asymmetricKeyDetails?.namedCurve ?? '')) {
    refuseUsage(certificate, KeyUsageFlags.keyAgreement);
    return { subject, version: 2, wrap: contentKey => agreed(contentKey, publicKey, rid) };
  }
  throw unusable('recipient-key');
}

function parsed(pem: string) {
  try {
    const x509 = new X509Certificate(pem);
    // Reads the key, too: a damaged one is found here.
    createPublicKey(x509.publicKey.export({ type: 'spki', format: 'pem' }));
    return { x509, certificate: AsnParser.parse(x509.raw, Certificate) };
  } catch (cause) {
    throw unusable('pem-certificate-damaged', {}, cause);
  }
}

/** Refuses a certificate that is limited to other uses. */
function refuseUsage({ tbsCertificate }: Certificate, needed: KeyUsageFlags): void {
  const extension = tbsCertificate.extensions?.find(({ extnID }) => extnID === id_ce_keyUsage);
  if (extension === undefined) return;
  const usage = AsnConvert.parse(extension.extnValue, KeyUsage).toNumber();
  if ((usage & needed) === 0) throw unusable('recipient-usage');
}

/** RSA-OAEP with SHA-256 (RFC 3560). */
function transported(contentKey: Buffer, key: KeyObject, rid: Buffer): Buffer {
  const sha256 = der.sequence(der.oid(oids.sha256), der.null);
  const mgf1 = der.sequence(der.oid(oids.mgf1), sha256);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const algorithm = der.sequence(der.oid(oids.rsaOaep), der.sequence(der.tagged(0, sha256), der.tagged(1, mgf1)));
  const encrypted = publicEncrypt({ key, padding, oaepHash: 'sha256' }, contentKey);
  return der.sequence(der.integer(0), rid, algorithm, der.octets(encrypted));
}

/** ECDH with an ephemeral key, and AES key wrap (RFC 5753, 3.1). */
function agreed(contentKey: Buffer, publicKey: KeyObject, rid: Buffer): Buffer {
  const namedCurve = publicKey.asymmetricKeyDetails?.namedCurve ?? '';
  const ephemeral = generateKeyPairSync('ec', { namedCurve });
  const secret = diffieHellman({ privateKey: ephemeral.privateKey, publicKey });
  const wrap = der.sequence(der.oid(oids.aes256wrap));
  const key = wrappingKey(secret);
  const cipher = createCipheriv('id-aes256-wrap', key, Buffer.alloc(8, 0xa6));
  const encrypted = Buffer.concat([cipher.update(contentKey), cipher.final()]);
  const [algorithm, point] = keyParts(ephemeral.publicKey);
  const originator = der.tagged(0, der.tagged(1, algorithm, point));
  const keys = der.sequence(der.sequence(rid, der.octets(encrypted)));
  return der.tagged(1, der.integer(3), originator, der.sequence(der.oid(oids.ecdhSha256), wrap), keys);
}

/** Returns the algorithm with its curve, and the point as a BIT STRING. */
function keyParts(key: KeyObject): [Buffer, Buffer] {
  const { algorithm, subjectPublicKey } = AsnParser.parse(
    key.export({ type: 'spki', format: 'der' }),
    SubjectPublicKeyInfo,
  );
  const point = der.bytes(0x03, Buffer.concat([Buffer.of(0), Buffer.from(subjectPublicKey)]));
  return [Buffer.from(AsnConvert.serialize(algorithm)), point];
}

function unusable(reason: string, params: Record<string, string> = {}, cause?: unknown): KeydeskError {
  return new KeydeskError('handover-recipient', { reason, ...params }, { cause });
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10);
}
