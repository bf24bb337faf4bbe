import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Assignment } from '../../../../src/contract/assignments/schema.ts';
import { openFonts } from '../../../../src/main/base/report/fonts.ts';
import { visualPieces } from '../../../../src/main/base/report/pieces.ts';
import type { FoundAssignments } from '../../../../src/main/features/assignments/query.ts';
import { assignmentReport } from '../../../../src/main/features/assignments/report.ts';
import type { Language } from '../../../../src/words/say.ts';

const POPPLER = '/usr/bin/pdftotext';

const names = [
  'Zoë Müller-Łukasz',
  'Дмитрий Ковалёв',
  'Ελένη Παπαδοπούλου',
  'محمد عبد الله',
  'שלום כהן (גיל)',
  '王小明 山田 太郎',
  '김민준',
  'สมชาย ใจดี',
  'अनिका शर्मा',
  `${'A very long name '.repeat(20)}end`,
];

function assignment(n: number, displayName: string): Assignment {
  return {
    id: `id-${n}`,
    tenant: 'contoso',
    user: { id: `user-${n}`, userPrincipalName: `user${n}@contoso.example`, displayName },
    purpose: 'primary',
    state: n % 3 === 0 ? 'pending' : 'active',
    source: n % 2 === 0 ? 'workflow' : 'desk',
    workflow: n % 2 === 0 ? { id: 'w', name: 'New staff' } : null,
    group: null,
    key: n % 3 === 0 ? null : { id: null, product: 'Key', serial: `10${n}`, aaguid: 'aaguid' },
    passkeyName: n % 3 === 0 ? null : displayName,
    methodId: null,
    credentialId: null,
    reason: n % 3 === 0 ? 'assigned' : 'registered',
    failure: null,
    deletion: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-02-03T04:05:06.000Z',
    activatedAt: null,
    expiresAt: null,
    account: null,
    accountAt: null,
  };
}

async function reportOf(all: readonly Assignment[], language: Language = 'en'): Promise<string> {
  const counts = { pending: 1, provisioning: 2, active: 3, failed: 4, revoked: 5, expired: 6, cancelled: 7 };
  const found: FoundAssignments = {
    summary: async () => ({ total: all.length, counts, accounts: { left: 0, disabled: 0 }, workflows: [] }),
    page: async (limit, after = '0') => {
      const end = Number(after) + limit;
      return { assignments: all.slice(Number(after), end), ...(end < all.length ? { next: String(end) } : {}) };
    },
  };
  const head = {
    language,
    tenant: 'contoso',
    filter: {},
    group: undefined,
    at: new Date('2026-03-04T05:06:07Z'),
    importedAt: null,
  };
  let base64 = '';
  for await (const part of assignmentReport(found, head)) base64 += part;
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = process.env.KEYDESK_SHOTS ? join(process.env.KEYDESK_SHOTS, 'report.pdf') : join(folder, 'report.pdf');
  writeFileSync(file, Buffer.from(base64, 'base64'));
  return file;
}

describe('a line in its visual order', () => {
  const pieces = (text: string) => visualPieces(text, () => 'font').map(piece => piece.text);

  test('leaves left to right alone', () => {
    expect(pieces('Mia Wong (IT)')).toEqual(['Mia Wong (IT)']);
  });

  test('puts right-to-left words the other way round, each whole', () => {
    expect(pieces('שלום כהן')).toEqual(['כהן', ' ', 'שלום']);
    expect(pieces('ID שלום כהן end')).toEqual(['ID ', 'כהן', ' ', 'שלום', ' end']);
  });

  test('keeps numbers readable and turns brackets', () => {
    expect(pieces('כהן (12)')).toEqual(['(', '12', ')', ' ', 'כהן']);
  });
});

test('every script of names has a font of its own', () => {
  const fonts = openFonts();
  const of = (text: string) => fonts.forCodePoint(text.codePointAt(0) ?? 0, false);
  expect(of('م')).toMatch(/DejaVuSans\.ttf$/);
  expect(of('王')).toMatch(/noto-sans-sc-chinese-simplified-400-normal\.woff$/);
  expect(of('た')).toMatch(/noto-sans-sc/);
  expect(of('김')).toMatch(/noto-sans-kr/);
  expect(of('ส')).toMatch(/noto-sans-thai-thai/);
  expect(of('अ')).toMatch(/noto-sans-devanagari-devanagari/);
  expect(of('\u{10ffff}')).toMatch(/DejaVuSans\.ttf$/);
});

test.skipIf(!existsSync(POPPLER))('the report has every name and number, on as many pages as it takes', async () => {
  const many = Array.from({ length: 60 }, (_, n) => assignment(n, names[n % names.length] ?? ''));
  const file = await reportOf(many);
  const text = execFileSync(POPPLER, ['-layout', file, '-'], { encoding: 'utf8' });
  expect(text).toContain('Passkey assignments');
  expect(text).toContain('Tenant contoso. As of Mar 4, 2026, 05:06 UTC.');
  expect(text).toMatch(/Pending 1 .*Active 3 .*Listed 60/);
  for (const name of ['Zoë Müller-Łukasz', 'Дмитрий Ковалёв', 'Ελένη Παπαδοπούλου', '王小明', '김민준']) {
    expect(text).toContain(name);
  }
  expect(text).toContain('user59@contoso.example');
  expect(text).toContain('Workflow: New staff');
  expect(text).toMatch(/A very long name .*…/);
  expect(text).toContain('Once the user activates their security key');
  const pages = text.split('\f').filter(page => page.trim() !== '');
  expect(pages.length).toBeGreaterThan(3);
  for (const [i, page] of pages.entries()) {
    expect(page).toContain(`Page ${i + 1}`);
    expect(page).toContain('Security key');
  }
});

test.skipIf(!existsSync(POPPLER))('the report is in the language of the face that asked for it', async () => {
  const file = await reportOf([assignment(0, 'Mia'), assignment(1, 'Zoë')], 'de');
  const text = execFileSync(POPPLER, ['-layout', file, '-'], { encoding: 'utf8' });
  for (const words of ['Passkey-Zuweisungen', 'Stand: 4. März 2026, 05:06 UTC.', 'Sicherheitsschlüssel', 'Seite 1']) {
    expect(text).toContain(words);
  }
  expect(text).toMatch(/Ausstehend 1 .*Aktiv 3 .*Aufgeführt 2/);
  expect(text).not.toMatch(/Pending|Active|Security key|Page/);
});
