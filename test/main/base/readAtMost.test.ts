import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAtMost, readWithin } from '../../../src/main/base/readAtMost.ts';

test('a file is read whole, and a device that never ends up to one byte beyond the limit', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-read-'));
  const file = join(folder, 'users.csv');
  writeFileSync(file, 'user\n');
  expect((await readAtMost(file, 5)).toString()).toBe('user\n');
  rmSync(folder, { recursive: true });
  expect(await readAtMost('/dev/zero', 1000)).toHaveLength(1001);
  await expect(readAtMost(file, 5)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a pipe is read to its end, and one without a writer can be left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-read-'));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reading = readAtMost(pipe, 100);
  execFileSync('sh', ['-c', `printf user1 > ${pipe}; `]);
  expect((await reading).toString()).toBe('user1');
  const waiting = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '-e',
    `import(${JSON.stringify(join(import.meta.dirname, '../../../src/main/base/readAtMost.ts'))}).then(m => { console.log('begun'); return m.readAtMost(${JSON.stringify(pipe)}, 100); })`,
  ]);
  await once(waiting.stdout, 'data');
  waiting.kill('SIGTERM');
  expect(await once(waiting, 'exit')).toEqual([null, 'SIGTERM']);
  rmSync(folder, { recursive: true });
});

test('a small file is read whole, and refused if it is larger than the limit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-read-'));
  const file = join(folder, 'certificate.pem');
  writeFileSync(file, 'x'.repeat(100_000));
  expect(readWithin(file, 100_000)).toHaveLength(100_000);
  expect(() => readWithin(file, 99_999)).toThrow(new RangeError('more than 99999 bytes'));
  rmSync(folder, { recursive: true });
  expect(() => readWithin('/dev/zero', 1000)).toThrow(RangeError);
  expect(() => readWithin(file, 1000)).toThrow('ENOENT');
});
