import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ChangeCounts } from '../../../../src/contract/changes/schema.ts';
import { openChanges } from '../../../../src/main/base/store/changes.ts';

let folder: string;
let files: Record<keyof ChangeCounts, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-changes-'));
  files = {
    record: join(folder, 'keydesk.db'),
    directory: join(folder, 'directory.db'),
    settings: join(folder, 'settings.json'),
    secrets: join(folder, 'secrets'),
  };
  run(files.record, 'PRAGMA journal_mode = WAL; CREATE TABLE t (x)');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(file: string, sql: string): void {
  const sqlite = new DatabaseSync(file);
  sqlite.exec(sql);
  sqlite.close();
}

/** The counts as they come, the newest last. */
function follow(): ChangeCounts[] {
  const changes = openChanges(files, { every: 10 });
  const leave = new AbortController();
  const seen: ChangeCounts[] = [];
  void (async () => {
    for await (const counts of changes.watch(leave.signal)) seen.push(counts);
  })();
  onTestFinished(() => {
    leave.abort();
    changes.close();
  });
  return seen;
}

/** Waits until a count has grown by one, and returns what grew. */
async function grown(seen: ChangeCounts[], act: () => void): Promise<(keyof ChangeCounts)[]> {
  await expect.poll(() => seen.length, { interval: 5 }).toBeGreaterThan(0);
  const before = seen.at(-1);
  const length = seen.length;
  act();
  await expect.poll(() => seen.length, { interval: 5, timeout: 2000 }).toBeGreaterThan(length);
  const after = seen.at(-1);
  return (['record', 'directory', 'settings', 'secrets'] as const).filter(name => after?.[name] !== before?.[name]);
}

describe('openChanges', () => {
  it('notices a commit of another connection of this process, and of a process of its own', async () => {
    const seen = follow();
    expect(await grown(seen, () => run(files.record, 'INSERT INTO t VALUES (1)'))).toEqual(['record']);
    const code = `new (require('node:sqlite').DatabaseSync)(${JSON.stringify(files.record)}).exec('INSERT INTO t VALUES (2)')`;
    expect(await grown(seen, () => void execFileSync(process.execPath, ['-e', code]))).toEqual(['record']);
  });

  it('notices a database that appears, and later commits to it', async () => {
    const seen = follow();
    const create = () => run(files.directory, 'PRAGMA journal_mode = WAL; CREATE TABLE u (x)');
    expect(await grown(seen, create)).toEqual(['directory']);
    expect(await grown(seen, () => run(files.directory, 'INSERT INTO u VALUES (1)'))).toEqual(['directory']);
  });

  it('notices that the settings are written', async () => {
    const seen = follow();
    expect(await grown(seen, () => writeFileSync(files.settings, '{}'))).toEqual(['settings']);
    expect(await grown(seen, () => writeFileSync(files.settings, '{"theme":"dark"}'))).toEqual(['settings']);
  });

  it('notices that a secret comes, is replaced and goes', async () => {
    const seen = follow();
    expect(await grown(seen, () => mkdirSync(files.secrets))).toEqual(['secrets']);
    const secret = join(files.secrets, 'a.cache');
    expect(await grown(seen, () => writeFileSync(`${secret}.new`, '1'))).toEqual(['secrets']);
    expect(await grown(seen, () => renameSync(`${secret}.new`, secret))).toEqual(['secrets']);
    expect(await grown(seen, () => rmSync(secret))).toEqual(['secrets']);
  });

  it('says nothing while nothing changes, and keeps no lock', async () => {
    const seen = follow();
    await expect.poll(() => seen.length, { interval: 5 }).toBe(1);
    run(files.record, 'SELECT * FROM t');
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(seen).toHaveLength(1);
    const other = new DatabaseSync(files.record);
    expect(other.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()).toMatchObject({ busy: 0 });
    other.close();
  });

  it('shows a listener who comes later that something may have changed meanwhile', async () => {
    const changes = openChanges(files, { every: 10 });
    const first = changes.watch(undefined);
    const before = await first.next();
    await first.return();
    run(files.record, 'INSERT INTO t VALUES (1)');
    const later = changes.watch(undefined);
    const after = await later.next();
    await later.return();
    expect(after.value?.record).toBeGreaterThan(before.value?.record ?? 0);
  });
});
