import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors.ts';
import { migrate } from '../../store/migrations.ts';
import { openDatabase } from '../../store/openDatabase.ts';
import { directoryMigrations } from './schema.ts';

export function directoryFile(folder: string): string {
  return join(folder, 'directory.db');
}

/**
 * Opens the imported directory of a data folder. It is not checked as a whole: with a million users that takes seconds, and
 * all of it can be imported again.
 * @throws KeydeskError database-damaged, database-newer, disk-full, data-folder-unwritable
 */
export function openDirectoryDatabase(folder: string): DatabaseSync {
  const file = directoryFile(folder);
  const existed = existsSync(file);
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = openDatabase(file, directoryMigrations);
    sqlite.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 32000;',
    );
    migrate(sqlite, file, directoryMigrations);
    return sqlite;
  } catch (cause) {
    sqlite?.close();
    const known = storageError(file, cause);
    if (known instanceof KeydeskError) throw known;
    throw new KeydeskError(existed ? 'database-damaged' : 'data-folder-unwritable', { file, folder }, { cause });
  }
}

/** SQLite's own errors with their meaning to a person. */
export function storageError(file: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
  if (code === FULL || code === IO_ERROR) return new KeydeskError('disk-full', { file }, { cause });
  if (code === CORRUPT || code === NOT_A_DATABASE) return new KeydeskError('database-damaged', { file }, { cause });
  return cause;
}

/** SQLite's primary result codes. */
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;
