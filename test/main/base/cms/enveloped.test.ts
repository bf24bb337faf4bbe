import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { certificateRecipient } from '../../../../src/main/base/cms/certificateRecipient.ts';
import { enveloped } from '../../../../src/main/base/cms/enveloped.ts';
import { passphraseRecipient } from '../../../../src/main/base/cms/passphraseRecipient.ts';

const missing = spawnSync('openssl', ['version']).error !== undefined;
const content = Buffer.from('line,pin\r\n2,48151623\r\n');
const passphrase = 'correct horse battery';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-cms-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });

/** Creates a self-signed certificate. Returns its PEM text. */
function certificate(name: string, key: readonly string[], ...more: readonly string[]): string {
  const files = ['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)];
  openssl('req', '-x509', '-nodes', '-newkey', ...key, ...files, '-subj', `/CN=${name}`, '-days', '2', ...more);
  return readFileSync(at(`${name}.pem`), 'utf8');
}

const ec = (curve: string) => ['ec', '-pkeyopt', `ec_paramgen_curve:${curve}`];
const reasonOf = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    return error instanceof KeydeskError ? `${error.code} ${error.params.reason}` : error;
  }
  return 'accepted';
};

describe.skipIf(missing)('openssl', () => {
  test.each([
    ['rsa', ['rsa:2048']],
    ['rsa4096', ['rsa:4096']],
    ['p256', ec('P-256')],
    ['p384', ec('P-384')],
    ['p521', ec('P-521')],
  ])('opens a message for a certificate with %s, and nobody else does', async (name, key) => {
    const pem = certificate(name, key);
    writeFileSync(at(`${name}.p7m`), await enveloped(content, certificateRecipient(pem)));
    const decrypt = (recipient: string) =>
      openssl(
        'cms',
        '-decrypt',
        '-inform',
        'DER',
        '-in',
        at(`${name}.p7m`),
        '-recip',
        at(`${recipient}.pem`),
        '-inkey',
        at(`${recipient}.key`),
      );
    expect(decrypt(name).toString()).toBe(content.toString());
    certificate('other', key);
    expect(() => decrypt('other')).toThrow();
  });

  test('opens a message by its passphrase, and by no other', async () => {
    const message = await enveloped(content, passphraseRecipient(passphrase));
    expect(message.includes('48151623')).toBe(false);
    writeFileSync(at('pass.p7m'), message);
    const decrypt = (word: string) =>
      openssl('cms', '-decrypt', '-inform', 'DER', '-in', at('pass.p7m'), '-pwri_password', word);
    expect(decrypt(passphrase).toString()).toBe(content.toString());
    expect(() => decrypt('wrong horse battery')).toThrow();
  });

  test('rejects certificates that are expired, weak, or for other purposes', () => {
    const usage = (name: string) => ['-addext', `keyUsage=critical,${name}`];
    expect(reasonOf(() => certificateRecipient(certificate('sign', ['rsa:2048'], ...usage('digitalSignature'))))).toBe(
      'handover-recipient recipient-usage',
    );
    const may = certificate('may', ['rsa:2048'], ...usage('keyEncipherment'));
    expect(reasonOf(() => certificateRecipient(may))).toBe('accepted');
    expect(reasonOf(() => certificateRecipient(may, new Date(Date.now() + 5 * 86_400_000)))).toBe(
      'handover-recipient recipient-expired',
    );
    expect(reasonOf(() => certificateRecipient(certificate('weak', ['rsa:1024'])))).toBe(
      'handover-recipient recipient-key',
    );
    expect(reasonOf(() => certificateRecipient(certificate('ed', ['ed25519'])))).toBe(
      'handover-recipient recipient-key',
    );
  });

  test('rejects a text without a certificate, and a damaged one', () => {
    expect(reasonOf(() => certificateRecipient('PIN'))).toBe('handover-recipient pem-without-certificate');
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    expect(reasonOf(() => certificateRecipient(pem))).toBe('handover-recipient pem-certificate-damaged');
  });
});
