import { generateKeyPairSync, type KeyObject, randomBytes, randomInt, sign } from 'node:crypto';
import { fromHex, toHex } from '../../ctap/bytes.ts';
import { bits, element, integer, octets, oid, printable, sequence, time, trueValue, utf8 } from './der.ts';
import type { AttestationIdentity } from './state.ts';

/** The contents of OBJECT IDENTIFIERs, hexadecimal. */
const oids = {
  ecdsaWithSha256: '2a8648ce3d040302',
  country: '550406',
  organization: '55040a',
  unit: '55040b',
  commonName: '550403',
  serialNumber: '550405',
  basicConstraints: '551d13',
  aaguid: '2b0601040182e51c010104',
} as const;

type NamePart = readonly [kind: string, value: Buffer];

const MAKER: readonly NamePart[] = [
  [oids.country, printable('CH')],
  [oids.organization, utf8('Keydesk Practice')],
];
const ROOT_NAME = nameOf(...MAKER, [oids.commonName, utf8('Practice Root')]);
const KEY_NAME: readonly NamePart[] = [
  ...MAKER,
  [oids.unit, utf8('Authenticator Attestation')],
  [oids.commonName, utf8('Practice key')],
];
const VALIDITY = sequence(time(new Date('2026-01-01T00:00:00Z')), time(new Date('2056-01-01T00:00:00Z')));
const ALGORITHM = sequence(oid(oids.ecdsaWithSha256));
/** A certificate authority that issues no other one. */
const ROOT_CONSTRAINTS = sequence(trueValue, integer(Buffer.of(0)));

/**
 * Creates an attestation key with certificates under its own root (WebAuthn Level 3, 8.2.1). Only tests and practice
 * mode should trust it. Each process with a fresh practice key does this, so it needs no large library for certificates.
 * @param serial what the enterprise certificate contains about this one key, besides the contents of the ordinary one
 */
export async function mintAttestation(aaguid: string, serial = randomSerial()): Promise<AttestationIdentity> {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certify = (...name: readonly NamePart[]) =>
    certificate(root.privateKey, nameOf(...name), key.publicKey, [
      extension(oids.basicConstraints, sequence(), true),
      extension(oids.aaguid, octets(fromHex(aaguid))),
    ]);
  const rootConstraints = extension(oids.basicConstraints, ROOT_CONSTRAINTS, true);
  return {
    certificates: [
      toHex(certify(...KEY_NAME)),
      toHex(certificate(root.privateKey, ROOT_NAME, root.publicKey, [rootConstraints])),
    ],
    enterpriseCertificate: toHex(certify(...KEY_NAME, [oids.serialNumber, printable(serial)])),
    privateKey: toHex(key.privateKey.export({ format: 'der', type: 'pkcs8' })),
  };
}

/** Returns a certificate of the root (RFC 5280, 4.1). */
function certificate(issuer: KeyObject, subject: Buffer, key: KeyObject, extensions: readonly Buffer[]): Buffer {
  const version3 = element(0xa0, integer(Buffer.of(2)));
  const publicKey = key.export({ format: 'der', type: 'spki' });
  const number = randomBytes(16);
  // Neither zero nor with a leading zero byte, which DER does not allow.
  number[0] = ((number[0] ?? 0) & 0x7f) | 0x40;
  const signed = sequence(
    version3,
    integer(number),
    ALGORITHM,
    ROOT_NAME,
    VALIDITY,
    subject,
    publicKey,
    element(0xa3, sequence(...extensions)),
  );
  return sequence(signed, ALGORITHM, bits(sign('sha256', signed, issuer)));
}

function nameOf(...parts: readonly NamePart[]): Buffer {
  return sequence(...parts.map(([kind, value]) => element(0x31, sequence(oid(kind), value))));
}

function extension(kind: string, value: Buffer, critical = false): Buffer {
  return critical ? sequence(oid(kind), trueValue, octets(value)) : sequence(oid(kind), octets(value));
}

function randomSerial(): string {
  return String(randomInt(10_000_000, 100_000_000));
}
