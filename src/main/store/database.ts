import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { KeydeskError } from '../../contract/errors.ts';
import { makePrivateFolder } from '../folder/privateFiles.ts';
import { migrate, migrations } from './migrations.ts';
import { nodeSqlite } from './nodeSqlite.ts';
import { openDatabase } from './openDatabase.ts';
import type { Schema } from './schema.ts';
import { walFile } from './walFile.ts';

type Database = Kysely<Schema>;

export interface Store {
  readonly database: Database;
  /**
   * For writes that must outlast a power cut, not only a killed process: resolves when all that was written before is on
   * the disk. Other writes leave that to the next flush.
   */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the embedded store of a data folder, making folder and file where there are none.
 * @throws KeydeskError data-folder-unwritable, database-damaged, database-newer
 */
export function openStore(dataFolder: string): Store {
  ensureWritable(dataFolder);
  const file = join(dataFolder, 'keydesk.db');
  const sqlite = openFile(file);
  const database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: nodeSqlite(sqlite) }) });
  const wal = walFile(file);
  return {
    database,
    flush: wal.flush,
    close: async () => {
      await wal.close();
      await database.destroy();
      // Kysely closes only what it was asked to use.
      if (sqlite.isOpen) sqlite.close();
    },
  };
}

/** Makes the data folder where it is missing, for its owner alone. @throws KeydeskError data-folder-unwritable */
export function ensureWritable(folder: string): void {
  try {
    // SECURITY: user names and key records are nobody else's on a shared computer.
    makePrivateFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new KeydeskError('data-folder-unwritable', { folder }, { cause });
  }
}

function openFile(file: string): DatabaseSync {
  const existed = existsSync(file);
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = openDatabase(file, migrations);
    if (existed) checkIntegrity(sqlite, file);
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    migrate(sqlite, file, migrations);
    return sqlite;
  } catch (cause) {
    sqlite?.close();
    if (cause instanceof KeydeskError) throw cause;
    throw new KeydeskError(
      isReadOnly(cause) ? 'data-folder-unwritable' : 'database-damaged',
      { file, folder: file },
      { cause },
    );
  }
}

/** quick_check reads every page but not every index: milliseconds for a helpdesk's database, and damage is found before work. */
function checkIntegrity(sqlite: DatabaseSync, file: string): void {
  const row = sqlite.prepare('PRAGMA quick_check(1)').get();
  if (row?.quick_check !== 'ok') throw new KeydeskError('database-damaged', { file }, { cause: row?.quick_check });
}

/** SQLite's primary result codes CANTOPEN (14), READONLY (8), FULL (13), PERM (3): the disk's fault, not the file's. */
function isReadOnly(cause: unknown): boolean {
  const code = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
  return [3, 8, 13, 14].includes(code);
}
