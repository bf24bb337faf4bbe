import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type SheetsDocument,
  sheetsPdf,
  type UserSheet,
} from '../../../../src/main/features/handover/sheets/sheetsPdf.ts';
import { sheetLanguages, sheetWords } from '../../../../src/words/saySheets.ts';
import { readPdf } from '../../../pdfText.ts';

const passphrase = 'correct horse battery';
const pin = '48151623';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-sheets-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const facts: UserSheet = {
  name: 'Mia O’Connor',
  account: 'mia@contoso.example',
  model: 'YubiKey 5C NFC',
  serial: '23481771',
  language: 'en',
  pin: 'none',
};

async function pdf(sheets: readonly UserSheet[], more: Partial<SheetsDocument> = {}): Promise<Buffer> {
  const organization = { name: 'Contoso AG', contact: 'Service Desk\n+49 30 1234567', logo: null };
  const parts: Buffer[] = [];
  const document = { sheets, paper: 'a4', organization, language: 'en', protection: 'none', ...more } as const;
  for await (const part of sheetsPdf(document)) parts.push(part);
  return Buffer.concat(parts);
}

/** Without line breaks and spaces, where a reader guesses. */
const tight = (text: string) => text.replaceAll(/\s/gu, '').normalize('NFKC');

describe('a sheet', () => {
  test.each(sheetLanguages)('says everything in %s on one page of each paper', async language => {
    const { fold1: _, fold2: __, pinOf: ___, helpNobody: ____, pinElsewhere: _____, ...words } = sheetWords(language);
    for (const paper of ['a4', 'letter', 'label62'] as const) {
      const content = await pdf([{ ...facts, language, pin: { here: pin } }], { paper, protection: { passphrase } });
      const pages = await readPdf(content, passphrase);
      expect(pages.length).toBe(1);
      const text = tight(pages[0]?.text ?? '');
      for (const known of [
        facts.name,
        facts.account,
        'YubiKey 5C NFC',
        '23481771',
        pin,
        '+49 30 1234567',
        'Contoso AG',
      ]) {
        expect(text).toContain(tight(known));
      }
      // In Arabic, a reader guesses the order of lines with Latin words. Those without are whole.
      const whole = Object.values(words).filter(word => language !== 'ar' || !/[A-Za-z]/.test(word));
      const wraps = language === 'ar' && paper === 'label62';
      for (const word of wraps ? [] : whole) expect(text).toContain(tight(word));
    }
  });

  test('shows names in any script as they are written', async () => {
    const names = [
      'Jürgen Groß-Weißmüller',
      '山田 太郎',
      'محمد عبد الله',
      'Ελένη Παπαδοπούλου',
      'Łukasz Żółć',
      '김민준',
      'สมชาย',
      'שרה כהן',
    ];
    const pages = await readPdf(await pdf(names.map(name => ({ ...facts, name }))));
    for (const [n, name] of names.entries()) expect(tight(pages[n]?.text ?? '')).toContain(tight(name));
  });

  test('writes Arabic from right to left, at the right margin', async () => {
    const [page] = await readPdf(await pdf([{ ...facts, name: 'محمد', language: 'ar' }]));
    const title = page?.pieces.filter(({ text }) => text.includes('مفتاح')).at(0);
    expect(title?.right).toBeGreaterThan((page?.width ?? 0) - 70);
  });

  test('has the PIN on a folded page of its own, after all sheets', async () => {
    const separate = { ...facts, pin: 'elsewhere', foldedPin: pin } as const;
    const pages = await readPdf(
      await pdf([separate, { ...separate, name: 'Tom' }], { protection: { passphrase } }),
      passphrase,
    );
    expect(pages.map(({ text }) => text.includes(pin))).toEqual([false, false, true, true]);
    const [name, folds, secret] = [facts.name, 'Fold', pin].map(part =>
      pages[2]?.pieces.filter(({ text }) => text.includes(part)).map(({ bottom }) => bottom),
    );
    const [back = 0, up = 0] = folds ?? [];
    expect(Math.max(...(name ?? []))).toBeLessThan(back);
    expect(secret?.every(place => place > back && place < up)).toBe(true);
    // The lower third covers the middle one. The words of a fold are below its line.
    expect((pages[2]?.height ?? 0) - up).toBeGreaterThan(up - back - 12);
  });

  test('keeps hostile names, models and texts on its page', async () => {
    const hostile = [
      '\u202Emoc.elpmaxe@nimda',
      '\u2066\u2067\u2068'.repeat(50),
      'A'.repeat(500),
      'word '.repeat(200),
      '👩‍👩‍👧‍👦🔑'.repeat(40),
      '=HYPERLINK("http://evil.example","PIN")',
      `Z${'\u0336\u0489'.repeat(200)}`,
      'name\n\n\n\n\n\n\n\n\n\nlines\u2028more',
      '\u0000\u001b[31mred',
      '漢'.repeat(300),
      '',
    ];
    for (const paper of ['a4', 'label62'] as const) {
      const sheets = hostile.map(
        (name): UserSheet => ({
          ...facts,
          name,
          account: name,
          model: name,
          serial: name,
          pin: 'elsewhere',
          foldedPin: '9'.repeat(63),
        }),
      );
      for (const contact of hostile) {
        const organization = { name: contact, contact, logo: null };
        const chosen = contact === hostile[0] ? sheets : sheets.slice(0, 1);
        const pages = await readPdf(await pdf(chosen, { paper, protection: { passphrase }, organization }), passphrase);
        expect(pages.length).toBe(2 * chosen.length);
        for (const { width, height, pieces, text } of pages) {
          expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u);
          expect(text).not.toContain('\u001b');
          for (const { left, right, bottom } of pieces) {
            expect(left).toBeGreaterThanOrEqual(0);
            expect(right, `${paper} ${JSON.stringify(contact)} ${JSON.stringify(text)}`).toBeLessThanOrEqual(width);
            expect(bottom).toBeLessThanOrEqual(height);
          }
        }
      }
    }
  });

  test('refuses to write a PIN without a passphrase', () => {
    expect(() => sheetsPdf({ ...documentOf({ here: pin }), protection: 'none' })).toThrow();
  });

  test('opens with its passphrase only, and no part of it is in the clear', async () => {
    const content = await pdf([{ ...facts, pin: { here: pin } }], { protection: { passphrase } });
    await expect(readPdf(content)).rejects.toThrow(/password/i);
    await expect(readPdf(content, 'wrong horse battery')).rejects.toThrow(/password/i);
    expect(content.toString('latin1')).not.toContain(passphrase);
    // Everything readable is encrypted: no title, and no text operators.
    expect(content.toString('latin1')).not.toContain('Your security key');
    const umlaut = 'Größe 12 ist genug';
    expect((await readPdf(await pdf([facts], { protection: { passphrase: umlaut } }), umlaut)).length).toBe(1);
  });

  const qpdf = spawnSync('qpdf', ['--version']).error === undefined;
  test.skipIf(!qpdf)('is AES-256 of PDF 2.0 with printing only (qpdf)', async () => {
    const file = join(folder, 'sheet.pdf');
    writeFileSync(file, await pdf([{ ...facts, pin: { here: pin } }], { protection: { passphrase } }));
    const shown = spawnSync('qpdf', [`--password=${passphrase}`, '--check', file], { encoding: 'utf8' });
    expect(shown.stdout).toContain('R = 6');
    expect(shown.stdout).toContain('file encryption method: AESv3');
    expect(shown.stdout).toContain('print high resolution: allowed');
    expect(shown.stdout).toContain('extract for any purpose: not allowed');
    expect(shown.stdout).toContain('No syntax or stream encoding errors');
    expect(spawnSync('qpdf', ['--password=wrong', '--check', file]).status).not.toBe(0);
  });

  const poppler = spawnSync('pdftotext', ['-v']).error === undefined;
  test.skipIf(!poppler)('is read the same by another reader (pdftotext)', async () => {
    const file = join(folder, 'read.pdf');
    const named = { de: 'Jürgen Groß', ja: '山田 太郎', ar: 'محمد عبد الله' } as const;
    for (const language of ['de', 'ja', 'ar'] as const) {
      writeFileSync(file, await pdf([{ ...facts, name: named[language], language }]));
      const { stdout } = spawnSync('pdftotext', [file, '-'], { encoding: 'utf8' });
      const text = tight(stdout.replaceAll(/[\u202a-\u202e]/gu, ''));
      const { title, key, serial, first, help } = sheetWords(language);
      for (const word of [named[language], title, key, serial, first, help]) expect(text).toContain(tight(word));
    }
  });
});

function documentOf(place: UserSheet['pin']): SheetsDocument {
  const organization = { name: '', contact: '', logo: null };
  return { sheets: [{ ...facts, pin: place }], paper: 'a4', organization, language: 'en', protection: 'none' };
}
