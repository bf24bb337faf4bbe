import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readPdf } from '../pdfText.ts';
import { keydesk } from './run.ts';

// Each command is a process of its own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const passphrase = 'correct horse battery';
const noOpenssl = spawnSync('openssl', ['version']).error !== undefined;

let folder: string;
let id: string;
/** Everything that all commands wrote to stderr. */
let log = '';

async function run(args: readonly string[], stdin = '') {
  const { code, stdout, stderr } = await keydesk(
    ['--practice', '--data', join(folder, 'data'), '--json', '--verbose', ...args],
    {
      stdin,
      env: { KEYDESK_SEALING_KEY: 'a key that is long enough to seal with it' },
    },
  );
  log += stderr;
  return { code, answer: stdout === '' ? {} : JSON.parse(stdout) };
}

const at = (name: string) => join(folder, name);
const files = () => readdirSync(folder).sort();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-batch-files-'));
  writeFileSync(at('users.csv'), 'user\nuser1@contoso.example\nuser2@contoso.example\nnobody@contoso.example\n');
  await run(['profiles', 'create', '--name', 'Desk', '--pin', 'random-digits:8', '--default']);
  const { answer } = await run(['batch', 'create', '--from', at('users.csv'), '--name', 'Monday']);
  id = answer.batch.id;
  await run(['batch', 'run', '--id', id]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('keydesk batch create', () => {
  test('returns the lines that it could not read also if there is no other', async () => {
    writeFileSync(at('unread.csv'), 'user\n=1+1\n"Bob" the\n');
    const { code, answer } = await run(['batch', 'create', '--from', at('unread.csv')]);
    rmSync(at('unread.csv'));
    expect([code, answer.ok, answer.error.code]).toEqual([1, false, 'batch-empty']);
    expect(answer.unread).toMatchObject([
      { line: 2, reason: 'formula' },
      { line: 3, reason: 'quotes-stray' },
    ]);
  });
});

describe('keydesk batch sheets', () => {
  test('writes a sheet for each user whose key is done', async () => {
    const { code, answer } = await run([
      'batch',
      'sheets',
      '--id',
      id,
      '--to',
      at('sheets.pdf'),
      '--paper',
      'label62',
      '--language',
      'ja',
    ]);
    expect([code, answer]).toEqual([0, { ok: true, file: at('sheets.pdf') }]);
    const pages = await readPdf(readFileSync(at('sheets.pdf')));
    expect(pages.map(({ text }) => text.includes('アカウント'))).toEqual([true, true]);
    expect(Math.round(pages[0]?.width ?? 0)).toBe(176);
    if (process.platform !== 'win32') expect(statSync(at('sheets.pdf')).mode & 0o777).toBe(0o600);
    const again = await run(['batch', 'sheets', '--id', id, '--to', at('sheets.pdf')]);
    expect([again.code, again.answer.error.code]).toEqual([1, 'invalid-input']);
  });

  test('writes PINs only encrypted', async () => {
    const refused = await run(['batch', 'sheets', '--id', id, '--to', at('pins.pdf'), '--pins', 'separate']);
    expect(refused.code).toBe(2);
    const short = await run(
      ['batch', 'sheets', '--id', id, '--to', at('pins.pdf'), '--pins', 'same', '--passphrase-stdin'],
      'short\n',
    );
    expect([short.code, short.answer.error.code]).toEqual([1, 'handover-passphrase']);
    expect(existsSync(at('pins.pdf'))).toBe(false);
    const done = await run(
      [
        'batch',
        'sheets',
        '--id',
        id,
        '--to',
        at('pins.pdf'),
        '--pins',
        'separate',
        '--passphrase-stdin',
        '--line',
        '3',
      ],
      `${passphrase}\n`,
    );
    expect(done.code).toBe(0);
    const content = readFileSync(at('pins.pdf'));
    await expect(readPdf(content)).rejects.toThrow(/password/i);
    const pages = await readPdf(content, passphrase);
    expect(pages.length).toBe(2);
    expect(pages[1]?.text).toMatch(/\d{8}/);
  });
});

describe('keydesk batch export', () => {
  test('writes all rows without PINs', async () => {
    const { code, answer } = await run(['batch', 'export', '--id', id, '--to', at('rows.csv')]);
    expect([code, answer]).toEqual([0, { ok: true, file: at('rows.csv') }]);
    const lines = readFileSync(at('rows.csv'), 'utf8').trim().split(/\r?\n/);
    expect(lines.length).toBe(4);
    expect(lines[3]).toContain('user-not-found');
    for (const to of ['rows.xlsx', 'rows.pdf'])
      expect((await run(['batch', 'export', '--id', id, '--to', at(to)])).code).toBe(0);
    expect((await run(['batch', 'export', '--id', id, '--to', at('rows.json')])).code).toBe(2);
  });

  test('refuses PINs without encryption, encryption without PINs, and both kinds at once', async () => {
    const before = files();
    for (const options of [
      ['--with-pins'],
      ['--passphrase-stdin'],
      ['--recipient', at('users.csv')],
      ['--with-pins', '--passphrase-stdin', '--recipient', at('users.csv')],
    ]) {
      expect(
        (await run(['batch', 'export', '--id', id, '--to', at('x.csv'), ...options], `${passphrase}\n`)).code,
      ).toBe(2);
    }
    const wrong = await run([
      'batch',
      'export',
      '--id',
      id,
      '--to',
      at('x.csv'),
      '--with-pins',
      '--recipient',
      at('users.csv'),
    ]);
    expect(wrong.answer.error.code).toBe('handover-recipient');
    expect(files()).toEqual(before);
  });

  test.skipIf(noOpenssl)('encrypts PINs for a certificate or a passphrase, which openssl opens', async () => {
    const names = ['-keyout', at('key.pem'), '-out', at('cert.pem'), '-subj', '/CN=Desk', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', '-nodes', '-newkey', 'rsa:2048', ...names], { stdio: 'ignore' });
    const made = await run([
      'batch',
      'export',
      '--id',
      id,
      '--to',
      at('pins.csv'),
      '--with-pins',
      '--recipient',
      at('cert.pem'),
    ]);
    expect(made.answer).toEqual({ ok: true, file: at('pins.csv.p7m') });
    const opened = execFileSync('openssl', [
      'cms',
      '-decrypt',
      '-inform',
      'DER',
      '-in',
      at('pins.csv.p7m'),
      '-inkey',
      at('key.pem'),
    ]).toString();
    const pins = opened.match(/\d{8}(?=\r?$)/gm) ?? [];
    expect(pins.length).toBe(2);

    const args = ['batch', 'export', '--id', id, '--to', at('pins.xlsx'), '--with-pins', '--passphrase-stdin'];
    expect((await run(args, `${passphrase}\n`)).answer.file).toBe(at('pins.xlsx.p7m'));
    const workbook = execFileSync('openssl', [
      'cms',
      '-decrypt',
      '-inform',
      'DER',
      '-in',
      at('pins.xlsx.p7m'),
      '-pwri_password',
      passphrase,
    ]);
    expect(workbook.subarray(0, 2).toString()).toBe('PK');

    const inFolder = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    expect(inFolder.length).toBeGreaterThan(10);
    for (const secret of [...pins, passphrase]) {
      expect(log).not.toContain(secret);
      for (const { parentPath, name } of inFolder) {
        expect([name, readFileSync(join(parentPath, name)).includes(secret)]).toEqual([name, false]);
      }
    }
    const entries = (await run(['activity', 'list', '--kind', 'batch-pin-exported'])).answer.entries;
    expect(entries.map(({ facts }: { facts: { protection: string } }) => facts.protection).sort()).toEqual([
      'CN=Desk',
      'CN=Desk',
      'passphrase',
      'passphrase',
    ]);
  });
});

describe('keydesk organization', () => {
  test('sets the texts of messages, and refuses a printer that is not there', async () => {
    const set = await run(['organization', 'set', '--mail-text', 'Hello {name}', '--pin-paper', 'label62']);
    expect(set.answer.organization).toMatchObject({ mailText: 'Hello {name}', pinPrinter: null, pinPaper: 'label62' });
    const refused = await run(['organization', 'set', '--pin-printer', 'Nowhere']);
    expect([refused.code, refused.answer.error.code]).toEqual([1, 'printer-not-found']);
  });

  test('sets what the sheets say', async () => {
    const set = await run(['organization', 'set', '--name', 'Contoso AG', '--contact', 'Extension 4711']);
    expect(set.answer.organization).toMatchObject({ name: 'Contoso AG', contact: 'Extension 4711', logo: null });
    await run(['batch', 'sheets', '--id', id, '--to', at('ours.pdf')]);
    expect((await readPdf(readFileSync(at('ours.pdf'))))[0]?.text).toContain('Extension 4711');
    const refused = await run(['organization', 'set', '--logo', at('users.csv')]);
    expect([refused.code, refused.answer.error.code]).toEqual([1, 'logo-unusable']);
    expect((await run(['organization', 'set', '--contact', 'x'.repeat(501)])).code).toBe(2);
  });
});
