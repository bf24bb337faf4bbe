import { existsSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { makePrivateFile } from '../../folder/privateFiles.ts';
import { isAnyHeld } from '../fileLock.ts';

/** The file beside a database that a check found damaged: the next start checks all of it before it works. */
const markOf = (file: string) => `${file}-suspect`;

/**
 * Whether all of a database is to be checked before it is used: a check in the background found damage, or no one closed the file
 * and no Keydesk has it open. Call before it is opened, because that changes what is there.
 */
export function isSuspect(file: string): boolean {
  if (existsSync(markOf(file))) return true;
  const isOpen = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  return isOpen && !isAnyHeld(join(dirname(file), 'instances'));
}

/** Notes damage for the next start. */
export function markSuspect(file: string): void {
  makePrivateFile(markOf(file));
}

/**
 * What every start checks, in a few milliseconds however large the file is: it has all its pages, and each table begins as one.
 * @throws KeydeskError database-damaged; errors of SQLite
 */
export function checkStart(sqlite: DatabaseSync, file: string): void {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  // Pages that are still in the log count, but are not in the file.
  if (log === 0) {
    const pages = Number(sqlite.prepare('PRAGMA page_count').get()?.page_count);
    const size = Number(sqlite.prepare('PRAGMA page_size').get()?.page_size);
    if (pages * size > statSync(file).size) throw new KeydeskError('database-damaged', { file }, { cause: 'cut off' });
  }
  for (const table of tablesOf(sqlite)) sqlite.prepare(`SELECT * FROM "${table}" NOT INDEXED LIMIT 1`).get();
}

/**
 * Checks every page of every table, which takes a second for a million rows. Forgets a mark where nothing is wrong.
 * @throws KeydeskError database-damaged; errors of SQLite
 */
export function checkAll(sqlite: DatabaseSync, file: string): void {
  for (const table of tablesOf(sqlite)) {
    const fault = faultOf(sqlite, table);
    if (fault !== undefined) throw new KeydeskError('database-damaged', { file }, { cause: fault });
  }
  rmSync(markOf(file), { force: true });
}

/** The tables that have pages of their own. */
export function tablesOf(sqlite: DatabaseSync): string[] {
  const rows = sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").all();
  return rows.map(({ name }) => String(name));
}

/**
 * What is wrong with a table; undefined for nothing. quick_check is asked for each table, because for the whole file it also reads
 * through the index of text (services/activity/textIndex.ts), which takes ten times as long, and can be made again.
 */
export function faultOf(sqlite: DatabaseSync, table: string): string | undefined {
  const row = sqlite.prepare(`PRAGMA quick_check("${table}")`).get();
  return row?.quick_check === 'ok' ? undefined : String(row?.quick_check);
}
