import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeydeskError } from '../../src/contract/errors/errors.ts';
import { toHex } from '../../src/ctap/bytes.ts';
import { readCertificate } from '../../src/ctap/webauthn/der.ts';
import { strictEcdsaSignature } from '../../src/ctap/webauthn/ecdsaSignature.ts';
import { verifyBlob } from '../../src/main/services/metadata/blob.ts';
import { certificateOf, certificatesOf } from '../../src/main/services/metadata/certificates.ts';
import { judgePath } from '../../src/main/services/metadata/path.ts';
import { judgeStatuses, statusReportSchema } from '../../src/main/services/metadata/statuses.ts';
import { padded } from '../../src/simulator/key/signatures.ts';
import { createAuthority } from '../main/services/metadata/authority.ts';
import { issue } from '../main/services/metadata/pki.ts';
import { damage, runs } from './mutations.ts';

const root = await issue({ subject: 'CN=Root', ca: 1 });
const middle = await issue({ subject: 'CN=Middle', by: root, ca: true });
const leaf = await issue({ subject: 'CN=Leaf', by: middle });
const anchors = certificatesOf([root.der]);

describe('an ECDSA signature', () => {
  const integer = fc.uint8Array({ minLength: 1, maxLength: 66 }).filter(([first = 0]) => first > 0);
  const unsigned = (bytes: Uint8Array) => ((bytes[0] ?? 0) >= 0x80 ? [0, ...bytes] : [...bytes]);
  const signature = fc.tuple(integer, integer).map(numbers => {
    const content = numbers.map(unsigned).flatMap(bytes => [2, bytes.length, ...bytes]);
    return Uint8Array.from([0x30, ...(content.length < 0x80 ? [] : [0x81]), content.length, ...content]);
  });

  test('in strict DER stays as it is, and padded becomes so again', async () => {
    const property = fc.property(signature, fc.nat(3), (strict, zeros) => {
      let loose: Uint8Array = strict;
      // A content of 127 bytes would need another form of its length.
      for (let i = 0; i < zeros && (loose[1] ?? 0) !== 0x7f; i++) loose = padded(loose);
      expect(toHex(strictEcdsaSignature(loose) ?? new Uint8Array())).toBe(toHex(strict));
    });
    await fc.assert(property, runs(500));
  });

  test('of any bytes is in strict DER afterwards, or none', async () => {
    const property = fc.property(signature, damage, (strict, change) => {
      const read = strictEcdsaSignature(change(strict));
      if (read !== undefined) expect(toHex(strictEcdsaSignature(read) ?? new Uint8Array())).toBe(toHex(read));
    });
    await fc.assert(property, runs(1000));
  });
});

describe('damaged in any way', () => {
  test('a certificate is one or none, and DER is read or a RangeError', async () => {
    const property = fc.property(damage, change => {
      const der = change(leaf.der);
      certificateOf(der);
      try {
        readCertificate(der);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    });
    await fc.assert(property, runs(1000));
  });

  test('the leaf of a path leads to no anchor any more, or was not damaged', async () => {
    const now = new Date();
    expect(judgePath(certificatesOf([leaf.der, middle.der]), anchors, now).verdict).toBe('trusted');
    const { signed, signature } = readCertificate(leaf.der);
    const property = fc.property(damage, change => {
      const certificate = certificateOf(change(leaf.der));
      if (certificate === undefined) return;
      const { verdict } = judgePath([certificate, ...certificatesOf([middle.der])], anchors, now);
      // What the signature covers is what it was; around it a longer form may stand for the same.
      if (verdict === 'trusted') expect(toHex(certificate.parts.signed)).toBe(toHex(signed));
      if (
        toHex(certificate.parts.signed) === toHex(signed) &&
        toHex(certificate.parts.signature) === toHex(signature)
      ) {
        expect(verdict).toBe('trusted');
      }
    });
    await fc.assert(property, runs(300));
  });

  test('a list of key models is what it was, or a KeydeskError', async () => {
    const authority = await createAuthority();
    const roots = certificatesOf([authority.rootPem]);
    const blob = new TextEncoder().encode(await authority.blob({ entries: [{ aaguid: crypto.randomUUID() }] }));
    const property = fc.asyncProperty(damage, async change => {
      const text = new TextDecoder().decode(change(blob));
      try {
        expect((await verifyBlob(text, { roots }, new Date())).entries).toHaveLength(1);
      } catch (error) {
        expect(error).toBeInstanceOf(KeydeskError);
      }
    });
    await fc.assert(property, runs(200));
  });
});

describe('what a signed list may say', () => {
  test('a good entry is read, whatever the others are', async () => {
    const authority = await createAuthority();
    const roots = certificatesOf([authority.rootPem]);
    const good = { aaguid: crypto.randomUUID(), metadataStatement: { description: 'Good' }, statusReports: [] };
    const member = fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue(), { maxLength: 3 }));
    const entry = fc.oneof(
      fc.jsonValue(),
      fc.record({ aaguid: fc.uuid(), metadataStatement: member, statusReports: member }),
    );
    const property = fc.asyncProperty(fc.array(entry, { maxLength: 4 }), async entries => {
      const payload = { no: 1, nextUpdate: '2099-01-01', entries: [...entries, good] };
      const read = await verifyBlob(await authority.blob({ payload }), { roots }, new Date());
      expect(read.entries.some(({ metadataStatement }) => metadataStatement?.description === 'Good')).toBe(true);
    });
    await fc.assert(property, runs(100));
  });

  test('reports in any order mean the same, and the latest trouble is never lost', async () => {
    const day = fc.constantFrom('2020-01-01', '2022-01-01', '2024-01-01');
    const status = fc.constantFrom('FIDO_CERTIFIED_L1', 'NOT_FIDO_CERTIFIED', 'USER_VERIFICATION_BYPASS', 'REVOKED');
    const report = fc.record({ status, effectiveDate: day });
    const property = fc.property(fc.array(report, { maxLength: 6 }), reports => {
      const latest = { status: 'REVOKED', effectiveDate: '2025-01-01' };
      const all = [latest, ...reports].map(each => statusReportSchema.parse(each));
      const about = { firmware: 1, current: undefined, now: new Date('2026-01-01') };
      expect(judgeStatuses(all, about).troubles.map(({ effectiveDate }) => effectiveDate)).toContain('2025-01-01');
      expect(judgeStatuses(all, about)).toEqual(judgeStatuses(all.toSorted(byDay), about));
    });
    await fc.assert(property, runs(300));
  });
});

function byDay(one: { effectiveDate?: string | undefined }, other: { effectiveDate?: string | undefined }): number {
  return (one.effectiveDate ?? '').localeCompare(other.effectiveDate ?? '');
}
