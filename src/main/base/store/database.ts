import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { closeInOrder } from '../closing.ts';
import { makePrivateFolder } from '../folder/privateFiles.ts';
import { ownTables, type RecordTableNames, type RecordTables, recordTables } from '../record/tables.ts';
import { Access } from './access.ts';
import { registerFold } from './foldedText.ts';
import { checkAll, checkStart, isSuspect } from './integrity/check.ts';
import { type Migration, migrate } from './migrate.ts';
import { LOCK_WAIT, openDatabase, openingError } from './openDatabase.ts';
import { openSnapshot, type Snapshot } from './snapshot.ts';
import { methodsWithFile } from './storageError.ts';
import { type TenantNames, tenantNamesIn } from './tenantNames.ts';
import { Database } from './transactions.ts';
import { walFile } from './walFile.ts';

export interface Store {
  readonly database: Database;
  readonly tenantNames: TenantNames;
  /** The version of the database that this Keydesk writes. */
  readonly version: number;
  /**
   * Resolves when everything written so far is on the disk. Call for writes that must survive a power cut. Without a
   * flush, a write survives only the end of the process.
   */
  flush(): Promise<void>;
  /** Opens the record as it is now, for a read in many steps. @throws KeydeskError as storageError.ts names it */
  snapshot(): Snapshot;
  /** Returns the tables that several desks may share, and those of this desk alone. */
  recordTables(names: RecordTableNames): RecordTables;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** All migrations of the database, in order. */
  migrations: readonly Migration[];
  /** How long to wait for another program that has the database locked, in ms. */
  patience?: number;
  log?: (message: string) => void;
}

/** How long the start and each write wait for another program that has the database locked, in ms. */
const PATIENCE = 10_000;
/** The interval of the retries at the start, in ms. */
const LOOK = 50;

/**
 * Opens the store of a data folder as `openStore` does. Waits without blocking the event loop while another program has
 * the database locked, so that the window can show the reason.
 * @throws KeydeskError as openStore; database-busy after `patience`
 */
export async function openStoreInTurn(dataFolder: string, options: StoreOptions): Promise<Store> {
  const { patience = PATIENCE } = options;
  const since = performance.now();
  for (;;) {
    try {
      return openStore(dataFolder, options, 0);
    } catch (error) {
      if (!hasCode(error, 'database-busy') || performance.now() - since >= patience) throw error;
    }
    await delay(LOOK);
  }
}

/**
 * Opens the database of a data folder. Creates a missing folder or file.
 * @param wait How long to wait for another program that has the database locked, in ms. This blocks the thread; later
 * statements wait without blocking it
 * @throws KeydeskError data-folder-unwritable, database-newer, database-foreign, and as storageError.ts names it
 */
export function openStore(dataFolder: string, how: StoreOptions, wait = LOCK_WAIT): Store {
  const { migrations, patience = PATIENCE, log = () => undefined } = how;
  ensureWritable(dataFolder);
  const file = join(dataFolder, 'keydesk.db');
  const sqlite = openFile(file, migrations, wait);
  const options = { file, version: migrations.length, log, patience };
  const database = new Database(new Access(sqlite, options));
  const wal = walFile(file);
  return {
    database,
    version: options.version,
    tenantNames: methodsWithFile(file, tenantNamesIn(sqlite)),
    flush: wal.flush,
    snapshot: () => openSnapshot(options),
    recordTables: names => ({ shared: recordTables(sqlite, names), own: ownTables(sqlite, names) }),
    close: () =>
      closeInOrder([
        ['log of the database', wal.close],
        ['database', () => database.destroy()],
        ['database file', () => sqlite.close()],
      ]),
  };
}

/** Creates a missing data folder, with access for its owner only. @throws KeydeskError data-folder-unwritable */
export function ensureWritable(folder: string): void {
  try {
    // SECURITY: other users of a shared computer must not read user names and key records.
    makePrivateFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new KeydeskError('data-folder-unwritable', { folder }, { cause });
  }
}

function openFile(file: string, migrations: readonly Migration[], wait: number): DatabaseSync {
  const existed = existsSync(file);
  let sqlite: DatabaseSync | undefined;
  try {
    const suspect = existed && isSuspect(file);
    sqlite = openDatabase(file, migrations, wait);
    if (existed) checkStart(sqlite, file);
    if (suspect) checkAll(sqlite, file);
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    migrate(sqlite, file, migrations);
    // From here on `Access` waits, without blocking the event loop. SQLite logs each write of a trigger in a temporary
    // table. Writing that table to a file takes longer than the write itself.
    sqlite.exec('PRAGMA busy_timeout = 0; PRAGMA temp_store = MEMORY');
    registerFold(sqlite);
    return sqlite;
  } catch (cause) {
    sqlite?.close();
    throw openingError(file, cause);
  }
}
