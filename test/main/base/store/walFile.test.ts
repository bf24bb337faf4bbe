import { fdatasync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { walFile } from '../../../../src/main/base/store/walFile.ts';

const sync = promisify(fdatasync);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-wal-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a flush resolves after a sync that began after its call, and calls during a sync share the next one', async () => {
  const file = join(folder, 'x.db');
  writeFileSync(`${file}-wal`, 'log');
  let written = 0;
  let [syncs, onDisk] = [0, 0];
  const wal = walFile(file, async descriptor => {
    syncs++;
    const covered = written;
    await sync(descriptor);
    onDisk = covered;
  });
  const writeAndFlush = async () => {
    const own = ++written;
    await wal.flush();
    expect(onDisk).toBeGreaterThanOrEqual(own);
  };
  const first = writeAndFlush();
  await Promise.all([first, ...Array.from({ length: 20 }, writeAndFlush)]);
  expect(syncs).toBe(2);
  // Calls at any later moment, also right after a sync has ended.
  const later = Array.from({ length: 50 }, async (_, n) => {
    for (let turns = 0; turns < n; turns++) await undefined;
    await writeAndFlush();
  });
  await Promise.all(later);
  await writeAndFlush();
  await wal.close();
});

test('an error of a sync reaches the calls that it was for, and the next flush tries again', async () => {
  const file = join(folder, 'x.db');
  writeFileSync(`${file}-wal`, 'log');
  let failures = 2;
  const wal = walFile(file, async descriptor => {
    if (failures-- > 0) throw new Error('EIO');
    await sync(descriptor);
  });
  const results = await Promise.allSettled([wal.flush(), wal.flush(), wal.flush()]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await expect(wal.flush()).resolves.toBeUndefined();
  await wal.close();
});
