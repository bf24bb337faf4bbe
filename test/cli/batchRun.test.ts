import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keydesk } from './run.ts';

test('a run that nobody can answer for a PIN ends at once, says why, and its rows wait', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-batch-run-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await keydesk(['--practice', '--data', folder, '--json', ...args]);
    return { code, stderr, answer: JSON.parse(stdout.split('\n')[0] ?? '') };
  };
  const file = join(folder, 'users.csv');
  writeFileSync(file, 'user1@contoso.example\nuser2@contoso.example');
  const { id } = (await run('batch', 'create', '--from', file)).answer.batch;
  const ended = await run('batch', 'run', '--id', id);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('has no PIN yet');
  const dry = await run('batch', 'run', '--id', id, '--dry-run');
  expect(dry.answer.rows[0].plan.refusals).toEqual([{ code: 'pin-required', params: { fresh: true } }]);
  await run('profiles', 'create', '--name', 'Random', '--pin', 'random-digits:8', '--default');
  const { answer } = await run('batch', 'run', '--id', id);
  expect(answer).toMatchObject({ made: 2, failed: 0 });
  // The name by the profile's rules, which the row did not have before.
  expect(answer.rows[0].name).toBeTruthy();
});
