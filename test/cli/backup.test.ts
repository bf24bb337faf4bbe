import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hintsOf } from '../../src/cli/completion/hints.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { keydesk } from './run.ts';

let folder: string;
let away: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-cli-'));
  away = mkdtempSync(join(tmpdir(), 'keydesk-away-'));
});
afterEach(() => {
  for (const each of [folder, away]) rmSync(each, { recursive: true });
});
const run = (...args: string[]) => keydesk(['--data', folder, 'backup', ...args]);

test('keydesk backup writes one file, tells scripts what is in it, and replaces a file only with --force', async () => {
  const file = join(away, 'k.tar');
  const { code, stdout } = await run('--to', file, '--json');
  expect(code).toBe(0);
  const { ok, files, size } = JSON.parse(stdout);
  expect({ ok, size }).toEqual({ ok: true, size: statSync(file).size });
  expect(execFileSync('tar', ['-tf', file], { encoding: 'utf8' }).trim().split('\n')).toEqual([
    'backup.json',
    ...files.map(({ name }: { name: string }) => name),
  ]);

  const again = await run('--to', file, '--json');
  expect(again.code).toBe(1);
  expect(JSON.parse(again.stdout)).toMatchObject({ ok: false, error: { code: 'backup-exists' } });
  const forced = await run('--to', file, '--force');
  expect(forced.code).toBe(0);
  expect(forced.stdout).toContain('and verified');
  expect(readdirSync(away)).toEqual(['k.tar']);
});

test('it is wrong usage without a file, and completion offers files for it', async () => {
  expect((await run()).code).toBe(2);
  const hints = hintsOf(buildProgram()).find(({ path }) => path === 'backup');
  expect(hints?.options).toContainEqual({ name: '--to', description: 'the file to write', value: 'file' });
});
