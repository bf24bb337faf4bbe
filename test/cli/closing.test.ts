import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { keydesk } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'keydesk-cli-closing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const STACK = /\n\s+at |node:internal/;

test('a change that the log could not take is reported after the answer, in words and by the exit code', async () => {
  const data = join(folder, 'log');
  await keydesk(['station', 'show', '--data', data, '--json']);
  const other = new DatabaseSync(join(data, 'keydesk.db'));
  other.exec('BEGIN IMMEDIATE');
  const { code, stdout, stderr } = await keydesk(['station', 'weak-pins', 'allowed', '--data', data, '--json']);
  other.close();
  expect(JSON.parse(stdout)).toEqual({ ok: true, weakPins: 'allowed' });
  expect(code).toBe(1);
  expect(stderr).toContain('1 change is missing from the activity log');
  expect(stderr).not.toMatch(STACK);
}, 60_000);

test('a folder for temporary files that is not there ends a command with words', async () => {
  const { code, stdout, stderr } = await keydesk(['keys', 'list', '--practice', '--json'], {
    env: { TMPDIR: join(folder, 'not-there') },
  });
  expect([code, JSON.parse(stdout).ok]).toEqual([1, false]);
  expect(stderr).not.toMatch(STACK);
});

test('a state file that is none ends a command with words on one line each', async () => {
  const state = join(folder, 'state.json');
  writeFileSync(state, '[]');
  const { stderr } = await keydesk(['simulate', 'graph', '--state', state]);
  expect(stderr.trim().split('\n')).toHaveLength(3);
  expect(stderr).not.toMatch(/\ufffd/);
});
