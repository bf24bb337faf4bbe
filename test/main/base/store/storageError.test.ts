import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../../src/contract/errors/errors.ts';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { toFailure } from '../../../../src/contract/errors/failure.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { openRecord, openRecordInTurn } from '../../../../src/main/app/record/openRecord.ts';
import type { Schema } from '../../../../src/main/base/store/schema.ts';
import { methodsWithFile, stateError, storageError } from '../../../../src/main/base/store/storageError.ts';
import { openDirectoryDatabase } from '../../../../src/main/features/directory/database/open.ts';

const isRoot = process.getuid?.() === 0;
const canMount = isRoot && process.platform === 'linux';

let folder: string;
let mounted: boolean;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-storage-'));
  mounted = false;
});
afterEach(() => {
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

const file = () => join(folder, 'keydesk.db');
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof KeydeskError ? error.code : error;
  }
};
const mount = (options: string) => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  mounted = true;
};

/** Another process that holds the database exclusively; resolves once it does. */
async function lockElsewhere(ms: number) {
  const code = `
    const { DatabaseSync } = require('node:sqlite');
    const db = new DatabaseSync(${JSON.stringify(file())});
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    db.exec('UPDATE document SET json = json');
    process.stdout.write('locked');
    setTimeout(() => { db.exec('ROLLBACK'); db.close(); }, ${ms});`;
  const child = spawn(process.execPath, ['--no-warnings', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe('a database that another process has locked', () => {
  test('is waited for, while everything else goes on', async () => {
    await openRecord(folder).close();
    const other = await lockElsewhere(400);
    let ticks = 0;
    const clock = setInterval(() => ticks++, 10);
    const store = await openRecordInTurn(folder);
    clearInterval(clock);
    // An event loop that waits for the lock would not tick at all.
    expect(ticks).toBeGreaterThan(8);
    await store.close();
    if (other.exitCode === null) await once(other, 'exit');
  });

  test('is named as locked after a while, and is as it was', async () => {
    await openRecord(folder).close();
    const before = readFileSync(file());
    const other = await lockElsewhere(60_000);
    try {
      await expect(openRecordInTurn(folder, { patience: 120 })).rejects.toMatchObject({
        code: 'database-busy',
        params: { file: file() },
      });
      expect(readFileSync(file())).toEqual(before);
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
    await (await openRecordInTurn(folder)).close();
  });
});

describe('what ends the opening of a database', () => {
  test('a file that is no database is damaged', () => {
    writeFileSync(file(), 'not a database, and long enough to be read as the first page of one'.repeat(100));
    expect(codeOf(() => openRecord(folder))).toBe('database-damaged');
  });

  test('the first page of a table that was overwritten is damage', async () => {
    await openRecord(folder).close();
    const raw = new DatabaseSync(file(), { readOnly: true });
    const root = Number(raw.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'assignment'").get()?.rootpage);
    raw.close();
    const bytes = readFileSync(file());
    bytes.fill(0xa5, (root - 1) * 4096, root * 4096);
    writeFileSync(file(), bytes);
    expect(codeOf(() => openRecord(folder))).toBe('database-damaged');
  });

  test('tables of another program are not damage', () => {
    const raw = new DatabaseSync(file());
    raw.exec('CREATE TABLE journal (other TEXT)');
    raw.close();
    const before = readFileSync(file());
    expect(codeOf(() => openRecord(folder))).toBe('database-foreign');
    expect(readFileSync(file())).toEqual(before);
  });

  test('a folder in the place of the file cannot be opened', () => {
    mkdirSync(file());
    expect(codeOf(() => openRecord(folder))).toBe('file-unopenable');
    mkdirSync(join(folder, 'directory.db'));
    expect(codeOf(() => openDirectoryDatabase(folder))).toBe('file-unopenable');
  });

  test.skipIf(isRoot).each([0o000, 0o200, 0o400])('a file that this user may not read or write: %o', async mode => {
    await openRecord(folder).close();
    chmodSync(file(), mode);
    expect(codeOf(() => openRecord(folder))).toBe('file-forbidden');
  });

  test.runIf(canMount)('a disk that is mounted read-only', async () => {
    mount('size=1m');
    await openRecord(folder).close();
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    // The folder is looked at first.
    expect(codeOf(() => openRecord(folder))).toBe('data-folder-unwritable');
    expect(codeOf(() => openDirectoryDatabase(folder))).toBe('file-read-only');
  });

  test.runIf(canMount)('a disk that is full, at the start and later', async () => {
    mount('size=1m');
    const filler = join(folder, 'filler');
    writeFileSync(filler, Buffer.alloc(1 << 20).subarray(0, (1 << 20) - 8192));
    expect(codeOf(() => openRecord(folder))).toBe('disk-full');
    expect(codeOf(() => openDirectoryDatabase(folder))).toBe('disk-full');
    rmSync(filler);
    rmSync(file(), { force: true });
    const store = openRecord(folder);
    const row = { tenant: 'c', name: 'n', json: JSON.stringify('x'.repeat(2 << 20)), fetched_at: '' };
    const write = store.database.insertInto('document').values(row).execute();
    await expect(write).rejects.toMatchObject({ code: 'disk-full', params: { file: file() } });
    // What was there is still there, and can be written to with room again.
    await store.database
      .insertInto('document')
      .values({ ...row, json: '1' })
      .execute();
    await store.close();
  });
});

test('a statement that finds no room fails by its own code, in and outside a transaction', async () => {
  const store = openRecord(folder);
  await sql`PRAGMA max_page_count = 1`.execute(store.database);
  const row = { tenant: 'c', name: 'n', json: 'x'.repeat(1 << 20), fetched_at: '' };
  const insert = (database: Kysely<Schema>) => database.insertInto('document').values(row).execute();
  await expect(insert(store.database)).rejects.toMatchObject({ code: 'disk-full' });
  await expect(store.database.write(insert)).rejects.toMatchObject({ code: 'disk-full' });
  await store.close();
});

test('a statement that waits too long for another writer fails as locked', async () => {
  const store = openRecord(folder, { patience: 20 });
  const other = new DatabaseSync(file());
  other.exec('BEGIN IMMEDIATE');
  const row = { tenant: 'c', name: 'n', json: '1', fetched_at: '' };
  const write = store.database.insertInto('document').values(row).execute();
  await expect(write).rejects.toMatchObject({ code: 'database-busy' });
  other.close();
  await store.close();
});

/** As node:sqlite throws: an EIO cannot be had from a disk that works. */
const sqliteError = (errcode: number) => Object.assign(new Error('sqlite'), { code: 'ERR_SQLITE_ERROR', errcode });
const systemError = (code: string) => Object.assign(new Error(code), { code, syscall: 'read' });

describe('the meaning of an error', () => {
  const meanings: [unknown, ErrorCode][] = [
    [sqliteError(3), 'file-forbidden'],
    [sqliteError(5), 'database-busy'],
    [sqliteError(517), 'database-busy'],
    [sqliteError(6), 'database-busy'],
    [sqliteError(15), 'database-busy'],
    [sqliteError(8), 'file-read-only'],
    [sqliteError(10), 'disk-error'],
    [sqliteError(266), 'disk-error'],
    [sqliteError(8202), 'disk-error'],
    [sqliteError(11), 'database-damaged'],
    [sqliteError(267), 'database-damaged'],
    [sqliteError(13), 'disk-full'],
    [sqliteError(14), 'file-unopenable'],
    [sqliteError(26), 'database-damaged'],
    [systemError('EACCES'), 'file-forbidden'],
    [systemError('EROFS'), 'file-read-only'],
    [systemError('ENOSPC'), 'disk-full'],
    [systemError('EIO'), 'disk-error'],
    [systemError('EBUSY'), 'file-busy'],
  ];
  test.each(meanings)('%o', (error, code) => {
    expect(storageError(file(), error)).toMatchObject({ code, params: { file: file() } });
    const { next } = wordsFor(toFailure(storageError(file(), error)));
    // Only the advice for damage may cost data.
    expect(/move (it|the file) away/.test(next)).toBe(code === 'database-damaged');
  });

  test('any other error stays as it is', () => {
    for (const error of [sqliteError(1), sqliteError(19), sqliteError(2067), new TypeError('x'), 'text']) {
      expect(storageError(file(), error)).toBe(error);
    }
  });

  test('a state that cannot be read is damaged only if the disk and the permissions are not why', () => {
    expect(stateError('practice-key-damaged', 'key.json', systemError('EACCES'))).toMatchObject({
      code: 'file-forbidden',
    });
    expect(stateError('practice-key-damaged', 'key.json', systemError('EADDRINUSE'))).toMatchObject({
      code: 'EADDRINUSE',
    });
    expect(stateError('practice-key-damaged', 'key.json', new SyntaxError('no'))).toMatchObject({
      code: 'practice-key-damaged',
    });
  });

  test('an error in one of two open files names that file', () => {
    const directory = methodsWithFile('directory.db', {
      find: () => {
        throw sqliteError(11);
      },
    });
    expect(() => directory.find()).toThrow(expect.objectContaining({ params: { file: 'directory.db' } }));
  });
});
