import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAtMost } from '../../src/cli/readAtMost.ts';

test('a file is read whole, and a device that never ends up to one byte beyond the limit', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-read-'));
  const file = join(folder, 'users.csv');
  writeFileSync(file, 'user\n');
  expect((await readAtMost(file, 5)).toString()).toBe('user\n');
  rmSync(folder, { recursive: true });
  expect(await readAtMost('/dev/zero', 1000)).toHaveLength(1001);
  await expect(readAtMost(file, 5)).rejects.toMatchObject({ code: 'ENOENT' });
});
