import { existsSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { makePrivateFile } from '../../folder/privateFiles.ts';
import { isAnyHeld } from '../fileLock.ts';

/** Returns the file that marks a database as damaged. If it exists, the next start checks the whole database first. */
const markOf = (file: string) => `${file}-suspect`;

/**
 * Returns whether the whole database must be checked before it is used: a background check found damage, or the file
 * was not closed and no Keydesk has it open. Call before the database is opened, because opening changes its files.
 */
export function isSuspect(file: string): boolean {
  if (existsSync(markOf(file))) return true;
  const isOpen = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  return isOpen && !isAnyHeld(join(dirname(file), 'instances'));
}

/** Marks a database as damaged, for the next start. */
export function markSuspect(file: string): void {
  makePrivateFile(markOf(file));
}

/**
 * Runs the checks of every start, which take a few milliseconds for any size: the file has all its pages, and the first
 * row of each table can be read.
 * @throws KeydeskError database-damaged; errors of SQLite
 */
export function checkStart(sqlite: DatabaseSync, file: string): void {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  // The page count includes pages that are in the log and not yet in the file.
  if (log === 0) {
    const pages = Number(sqlite.prepare('PRAGMA page_count').get()?.page_count);
    const size = Number(sqlite.prepare('PRAGMA page_size').get()?.page_size);
    if (pages * size > statSync(file).size) throw new KeydeskError('database-damaged', { file }, { cause: 'cut off' });
  }
  for (const table of tablesOf(sqlite)) sqlite.prepare(`SELECT * FROM "${table}" NOT INDEXED LIMIT 1`).get();
}

/**
 * Checks every page of every table, which takes a second for a million rows. Deletes the mark if it finds no damage.
 * @throws KeydeskError database-damaged; errors of SQLite
 */
export function checkAll(sqlite: DatabaseSync, file: string): void {
  for (const table of tablesOf(sqlite)) {
    const fault = faultOf(sqlite, table);
    if (fault !== undefined) throw new KeydeskError('database-damaged', { file }, { cause: fault });
  }
  rmSync(markOf(file), { force: true });
}

/** Returns the tables that have pages of their own. */
export function tablesOf(sqlite: DatabaseSync): string[] {
  const rows = sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").all();
  return rows.map(({ name }) => String(name));
}

/**
 * Returns the damage of a table, or undefined if there is none. It runs quick_check for each table. For the whole file,
 * quick_check also reads the text index (services/activity/textIndex.ts), which takes ten times as long and can be
 * rebuilt.
 */
export function faultOf(sqlite: DatabaseSync, table: string): string | undefined {
  const row = sqlite.prepare(`PRAGMA quick_check("${table}")`).get();
  return row?.quick_check === 'ok' ? undefined : String(row?.quick_check);
}
