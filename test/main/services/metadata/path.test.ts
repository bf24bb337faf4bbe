import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, test } from 'vitest';
import { certificateOf, certificatesOf } from '../../../../src/main/services/metadata/certificates.ts';
import { judgePath } from '../../../../src/main/services/metadata/path.ts';
import { padded } from '../../../../src/simulator/key/signatures.ts';
import { type Issued, issue } from './pki.ts';

const NOW = new Date();
/** Every certificate by the name that the table has for it. */
const all: Record<string, Issued> = {};
const of = (names: string) => certificatesOf(names.split(' ').map(name => all[name]?.der ?? new Uint8Array()));

/** A certificate whose ECDSA signature has a needless zero byte before its first number. */
function withPaddedSignature({ der, ...rest }: Issued): Issued {
  // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }: the last element is the signature.
  const start = der.findLastIndex((byte, i) => byte === 0x03 && der[i + 1] === der.length - i - 2 && der[i + 2] === 0);
  const signature = padded(der.subarray(start + 3));
  const bits = [0x03, signature.length + 1, 0, ...signature];
  const body = [...der.subarray(4, start), ...bits];
  return { der: Uint8Array.from([0x30, 0x82, body.length >> 8, body.length & 0xff, ...body]), ...rest };
}

beforeAll(async () => {
  const strange = [new x509.Extension('1.3.6.1.4.1.55555.1', true, Uint8Array.of(0x05, 0))];
  const signsNothing = [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)];
  const add = async (name: string, wanted: Omit<Parameters<typeof issue>[0], 'subject'>) => {
    all[name] = await issue({ subject: `CN=${name}, O=Maker`, ...wanted });
    return all[name];
  };
  const root = await add('root', { ca: true });
  const other = await add('other', { ca: true });
  await add('leaf', { by: root });
  await add('expired', { by: root, from: -3, until: -2 });
  await add('future', { by: root, from: 2, until: 3 });
  await add('strange', { by: root, extensions: strange });

  const plain = await add('plain', {});
  await add('ofPlain', { by: plain });
  const explicit = await add('explicit', { ca: false });
  await add('ofExplicit', { by: explicit });
  const noSigner = await add('noSigner', { extensions: signsNothing });
  await add('ofNoSigner', { by: noSigner });
  const old = await add('old', { ca: true, from: -9, until: -2 });
  await add('ofOld', { by: old });

  const middle = await add('middle', { by: root, ca: true });
  await add('ofMiddle', { by: middle });
  const lower = await add('lower', { by: middle, ca: true });
  await add('ofLower', { by: lower });
  const noCa = await add('noCa', { by: root });
  await add('ofNoCa', { by: noCa });
  const late = await add('late', { by: root, ca: true, from: -3, until: -2 });
  await add('ofLate', { by: late });

  const zero = await add('zero', { ca: 0 });
  await add('ofZero', { by: zero });
  const underZero = await add('underZero', { by: zero, ca: true });
  await add('ofUnderZero', { by: underZero });
  const one = await add('one', { by: root, ca: 1 });
  const underOne = await add('underOne', { by: one, ca: true });
  await add('ofUnderOne', { by: underOne });
  const underUnderOne = await add('underUnderOne', { by: underOne, ca: true });
  await add('ofUnderUnderOne', { by: underUnderOne });

  // A root cross-signed by another one, and two authorities that signed each other.
  all.crossed = await issue({ subject: root.subject, keys: root.keys, by: other, ca: true });
  const left = await add('left', { ca: true });
  const right = await add('right', { by: left, ca: true });
  all.leftByRight = await issue({ subject: left.subject, keys: left.keys, by: right, ca: true });
  await add('ofRight', { by: right });
  all.impostor = await issue({ subject: root.subject, ca: true });
  all.padded = withPaddedSignature(await add('leafToPad', { by: root }));
  all.paddedExpired = withPaddedSignature(all.expired ?? root);
});

describe('a path to a trust anchor', () => {
  test.each<[string, string, string]>([
    ['a leaf under its root', 'leaf', 'root'],
    ['a leaf that is the anchor itself', 'leaf', 'leaf'],
    ['an expired leaf that is the anchor itself', 'expired', 'expired'],
    ['an intermediate as the anchor', 'ofMiddle', 'middle'],
    ['an anchor without basic constraints', 'ofPlain', 'plain'],
    ['an anchor whose basic constraints say that it is no authority', 'ofExplicit', 'explicit'],
    ['an anchor whose key usage has no certificate signing', 'ofNoSigner', 'noSigner'],
    ['an anchor that has expired', 'ofOld', 'old'],
    ['the root sent along', 'leaf root', 'root'],
    ['intermediates in order', 'ofLower lower middle', 'root'],
    ['intermediates out of order, with strangers among them', 'ofLower other middle plain lower', 'root'],
    ['the right one of several anchors', 'leaf', 'other plain root'],
    ['another anchor of the same name beside it', 'leaf', 'impostor root'],
    ['an authority of the same name sent along', 'leaf impostor', 'root'],
    ['a cross-signed root, by the old one', 'leaf crossed', 'other'],
    ['a cross-signed root, by the new one', 'leaf crossed', 'root'],
    ['authorities that signed each other', 'ofRight right leftByRight left', 'left'],
    ['a path that ends where its length ends', 'ofZero', 'zero'],
    ['one intermediate where one is allowed', 'ofUnderOne underOne one', 'root'],
    ['a signature with a needless zero byte', 'padded', 'root'],
  ])('is there: %s', (_, certificates, anchors) => {
    expect(judgePath(of(certificates), of(anchors), NOW)).toEqual({ verdict: 'trusted' });
  });

  test.each<[string, string, string]>([
    ['another root', 'leaf', 'other'],
    ['another root of the same name', 'leaf', 'impostor'],
    ['another root, sent along', 'leaf other', 'other'],
    ['no anchors', 'leaf', ''],
    ['no certificates', '', 'root'],
    ['an intermediate that is not sent', 'ofMiddle', 'root'],
    ['an intermediate that is no authority', 'ofNoCa noCa', 'root'],
    ['an authority under a root that allows none below it', 'ofUnderZero underZero', 'zero'],
    ['the same with the root sent along', 'ofUnderZero underZero zero', 'zero'],
    ['two intermediates where one is allowed', 'ofUnderUnderOne underUnderOne underOne one', 'root'],
    ['a critical extension that nobody here understands', 'strange', 'root'],
    ['authorities that signed each other and nobody else', 'ofRight right leftByRight', 'root'],
  ])('is not there: %s', (_, certificates, anchors) => {
    expect(judgePath(of(certificates), of(anchors), NOW)).toEqual({ verdict: 'untrusted' });
  });

  test.each([
    ['an expired leaf', 'expired', 'root', 'expired'],
    ['a leaf that is not valid yet', 'future', 'root', 'future'],
    ['an expired intermediate', 'ofLate late', 'root', 'late'],
    ['an expired leaf with a needless zero byte in its signature', 'paddedExpired', 'root', 'paddedExpired'],
  ])('is not valid now: %s', (_, certificates, anchors, which) => {
    const verdict = judgePath(of(certificates), of(anchors), NOW);
    expect(verdict).toMatchObject({ verdict: 'not-valid-now' });
    expect(verdict.verdict === 'not-valid-now' && verdict.certificate.x509.fingerprint256).toBe(
      of(which)[0]?.x509.fingerprint256,
    );
  });

  test('a signature by another key is refused in every form', () => {
    const der = all.padded?.der ?? new Uint8Array();
    const broken = certificateOf(der.with(der.length - 1, (der.at(-1) ?? 0) ^ 1));
    expect(broken && judgePath([broken], of('root'), NOW)).toEqual({ verdict: 'untrusted' });
  });

  test('a long list of certificates that could all have issued each other ends soon', async () => {
    const keys = all.root?.keys ?? (await issue({ subject: 'CN=x' })).keys;
    const many: Uint8Array[] = [];
    for (let serial = 0; serial < 40; serial++)
      many.push((await issue({ subject: 'CN=Loop, O=Maker', keys, ca: true })).der);
    const leaf = await issue({ subject: 'CN=Below', by: await issue({ subject: 'CN=Loop, O=Maker', keys, ca: true }) });
    expect(judgePath(certificatesOf([leaf.der, ...many]), of('other'), NOW)).toEqual({ verdict: 'untrusted' });
  });
});

test('a certificate is read from DER, PEM, and base64 in lines; anything else is none', () => {
  const { der = new Uint8Array(), pem = '' } = all.root ?? {};
  const base64 = Buffer.from(der).toString('base64');
  for (const encoded of [der, pem, base64, ` ${base64.replaceAll(/(.{64})/g, '$1\r\n')}\n`]) {
    expect(certificateOf(encoded)?.subject).toBe('cn=root\no=maker');
  }
  for (const encoded of ['', 'AAAA', 'not base64!', der.slice(0, -1), new Uint8Array()]) {
    expect(certificateOf(encoded)).toBeUndefined();
  }
});
