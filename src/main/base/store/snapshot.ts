import { DatabaseSync } from 'node:sqlite';
import { Access, type AccessOptions } from './access.ts';
import { registerFold } from './foldedText.ts';
import { Database } from './transactions.ts';

/** The record at one moment, for a read in many steps: an export contains each row exactly once. */
export interface Snapshot {
  readonly database: Database;
  /** Closes the snapshot. Call soon: SQLite's log cannot shrink while a snapshot is open. */
  close(): void;
}

/**
 * Opens a snapshot of the record. Later writes do not change it: it is one transaction over a connection of its own
 * (https://sqlite.org/isolation.html).
 * @throws KeydeskError as storageError.ts names it
 */
export function openSnapshot(options: AccessOptions): Snapshot {
  const sqlite = new DatabaseSync(options.file, { readOnly: true, timeout: 0 });
  registerFold(sqlite);
  sqlite.exec('BEGIN');
  // The first read sets the moment of the snapshot.
  sqlite.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
  return { database: new Database(new Access(sqlite, options)), close: () => sqlite.close() };
}
