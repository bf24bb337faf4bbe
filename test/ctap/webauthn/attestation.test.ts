import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/ctap/bytes.ts';
import type { CborMap, CborValue } from '../../../src/ctap/cbor.ts';
import {
  type AttestedStatement,
  attestationObject,
  verifyAttestation,
} from '../../../src/ctap/webauthn/attestation.ts';
import { corrupt, thrown } from '../helpers.ts';
import { statementOf, vector, vectors } from './vectors.ts';

const supported = vectors.filter(({ fmt }) => ['none', 'packed', 'fido-u2f'].includes(fmt));
const selfSigned = statementOf(vector('ES256 Credential with Self Attestation'));
const packed = statementOf(vector('Packed Attestation with ES256 Credential'));
const u2f = statementOf(vector('FIDO U2F Attestation with ES256 Credential'));

const es384 = statementOf(vector('Packed Attestation with ES384 Credential'));

async function certificateOn(namedCurve: string): Promise<Uint8Array> {
  const algorithm = { name: 'ECDSA', namedCurve, hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Key',
    keys,
    signingAlgorithm: algorithm,
  });
  return new Uint8Array(certificate.rawData);
}

const onP384 = await certificateOn('P-384');

function withMember(statement: AttestedStatement, name: string, value: CborValue): AttestedStatement {
  const attStmt: CborMap = new Map(statement.attStmt);
  if (value === undefined) attStmt.delete(name);
  else attStmt.set(name, value);
  return { ...statement, attStmt };
}

function signatureOf({ attStmt }: AttestedStatement): Uint8Array {
  return attStmt.get('sig') as Uint8Array;
}

describe('verifyAttestation', () => {
  it.each(supported)('accepts $title', v => {
    const result = verifyAttestation(statementOf(v));
    const x5c = v.attStmt.get('x5c');
    if (v.fmt === 'none') expect(result).toEqual({ type: 'none' });
    else if (x5c === undefined) expect(result).toEqual({ type: 'self' });
    else expect(result).toEqual({ type: 'basic', certificates: x5c });
  });

  it.each(supported.filter(({ fmt }) => fmt !== 'none'))('refuses $title when anything signed is changed', v => {
    const statement = statementOf(v);
    const damaged = [
      withMember(statement, 'sig', corrupt(signatureOf(statement), -1)),
      { ...statement, clientDataHash: corrupt(statement.clientDataHash, 0) },
      v.fmt === 'packed'
        ? { ...statement, authData: corrupt(statement.authData, 33) }
        : { ...statement, rpIdHash: corrupt(statement.rpIdHash, 0) },
    ];
    for (const each of damaged) {
      expect(thrown(() => verifyAttestation(each))).toMatchObject({
        code: 'attestation-invalid',
        params: { reason: 'signature-wrong' },
      });
    }
  });

  it.each<[string, AttestedStatement, string]>([
    ['a statement where there should be none', { ...selfSigned, fmt: 'none' }, 'statement-not-empty'],
    ['self attestation by another algorithm', withMember(selfSigned, 'alg', -257), 'algorithm-differs'],
    ['an algorithm that is not the certificate’s', withMember(packed, 'alg', -257), 'signature-wrong'],
    ['an empty list of certificates', withMember(packed, 'x5c', []), 'certificates-not-list'],
    ['a certificate that is no bytes', withMember(packed, 'x5c', ['x']), 'certificates-not-bytes'],
    ['a certificate that is none', withMember(packed, 'x5c', [Uint8Array.of(0x30, 0)]), 'certificate-unreadable'],
    ['two certificates for U2F', withMember(u2f, 'x5c', [new Uint8Array(1), new Uint8Array(1)]), 'certificate-count'],
    ['a U2F credential that is not ES256', { ...u2f, attested: es384.attested }, 'credential-not-es256'],
    ['a U2F certificate that is not on P-256', withMember(u2f, 'x5c', [onP384]), 'key-not-p256'],
    ['no certificate for U2F', withMember(u2f, 'x5c', undefined), 'certificate-count'],
  ])('refuses %s', (_what, statement, reason) => {
    expect(thrown(() => verifyAttestation(statement))).toMatchObject({
      code: 'attestation-invalid',
      params: { reason },
    });
  });

  it('refuses a signature of the certificate taken for self attestation', () => {
    expect(thrown(() => verifyAttestation(withMember(packed, 'x5c', undefined))).code).toBe('attestation-invalid');
  });

  it.each([
    ['alg', 'attStmt.alg'],
    ['sig', 'attStmt.sig'],
  ])('names %s when it is missing or of another type', (name, member) => {
    for (const value of [undefined, 'text']) {
      const error = thrown(() => verifyAttestation(withMember(packed, name, value)));
      expect(error).toMatchObject({ code: 'response-malformed', params: { member } });
    }
  });

  it('says which formats it does not know', () => {
    const tpm = vectors.find(({ fmt }) => fmt === 'tpm');
    expect(tpm && thrown(() => verifyAttestation(statementOf(tpm)))).toMatchObject({
      code: 'unsupported',
      params: { what: 'attestation-format', value: 'tpm' },
    });
  });
});

describe('attestationObject', () => {
  it.each(supported)('writes that of $title byte for byte', v => {
    expect(toHex(attestationObject(v.fmt, v.attStmt, v.authData))).toBe(toHex(v.attestationObject));
  });
});
