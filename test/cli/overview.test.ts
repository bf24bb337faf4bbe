import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keydesk } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'keydesk-cli-overview-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const data = ['--practice', '--data', folder];

test('overview shows the numbers as lines and as JSON, in two languages, and writes all tables', async () => {
  const empty = await keydesk(['overview', ...data]);
  expect(empty).toMatchObject({ code: 0, stderr: '' });
  expect(empty.stdout).toContain('Coverage: users were never imported (keydesk import).');
  expect(empty.stdout).toContain('Nothing is stuck.');

  expect((await keydesk(['import', ...data])).code).toBe(0);
  await keydesk(['assignments', 'assign', '--user', 'user1@contoso.example', ...data]);
  const asJson = await keydesk(['overview', '--json', ...data]);
  const overview = JSON.parse(asJson.stdout);
  expect(overview).toMatchObject({ ok: true, imported: { missing: [] }, failed: [], stuck: [] });
  expect(overview.pending[0]).toMatchObject({ age: 'today', count: 1 });
  expect(overview.days).toHaveLength(14);

  const { targeted, covered } = overview.coverage;
  const lines = await keydesk(['overview', ...data]);
  expect(lines.stdout).toContain(`Users with a security key: ${covered} of ${targeted} (`);
  expect(lines.stdout).toMatch(/^Since today {2,}1$/m);
  const german = await keydesk(['--language', 'de', 'overview', ...data]);
  expect(german.stdout).toContain(`Benutzer mit Sicherheitsschlüssel: ${covered} von ${targeted} (`);

  const csv = join(folder, 'overview.csv');
  expect((await keydesk(['overview', '--to', csv, ...data])).code).toBe(0);
  expect(readFileSync(csv, 'utf8')).toContain('pending,today,');
  const xlsx = join(folder, 'overview.xlsx');
  expect((await keydesk(['overview', '--to', xlsx, ...data])).code).toBe(0);
  expect(readFileSync(xlsx).subarray(0, 2).toString()).toBe('PK');
  expect((await keydesk(['overview', '--to', join(folder, 'overview.pdf'), ...data])).code).toBe(2);
}, 60_000);
