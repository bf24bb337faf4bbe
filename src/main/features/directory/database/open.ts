import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { migrate } from '../../../base/store/migrate.ts';
import { openDatabase, openingError } from '../../../base/store/openDatabase.ts';
import { directoryMigrations } from './schema.ts';

export function directoryFile(folder: string): string {
  return join(folder, 'directory.db');
}

/**
 * Opens the imported directory of a data folder. Does not check the whole file: with a million users that takes seconds, and everything can
 * be imported again.
 * @throws KeydeskError database-newer, database-foreign, and as storageError.ts names it
 */
export function openDirectoryDatabase(folder: string): DatabaseSync {
  const file = directoryFile(folder);
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
    throw openingError(file, cause);
  }
}
