import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { keydesk } from './run.ts';

// Each command is a process of its own.
vi.setConfig({ testTimeout: 90_000 });

const folder = mkdtempSync(join(tmpdir(), 'keydesk-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], stdin = '') {
  const { code, stdout } = await keydesk(['--practice', '--data', join(folder, 'data'), '--json', ...args], { stdin });
  return { code, answer: JSON.parse(stdout) };
}

test('keydesk batch run --dry-run exits with 1 if the enrollment of a row would be refused', async () => {
  const file = join(folder, 'users.csv');
  writeFileSync(file, 'user\nuser1@contoso.example\n');
  await run(['profiles', 'create', '--name', 'Desk', '--pin', 'random-digits:8', '--default']);
  const { id } = (await run(['batch', 'create', '--from', file])).answer.batch;
  const dryRun = ['batch', 'run', '--id', id, '--dry-run'];
  expect(await run(dryRun)).toMatchObject({ code: 0, answer: { ok: true, rows: [{ plan: { refusals: [] } }] } });
  // A key with a PIN cannot get a random one without a reset.
  await run(['keys', 'pin', 'set', '--pin-stdin'], '246813\n');
  const refused = { refusals: [{ code: 'profile-key-has-pin' }] };
  expect(await run(dryRun)).toMatchObject({ code: 1, answer: { ok: false, rows: [{ plan: refused }] } });
});
