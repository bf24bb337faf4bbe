import { DatabaseSync } from 'node:sqlite';
import { Access, type AccessOptions } from './access.ts';
import { registerFold } from './foldedText.ts';
import { Database } from './transactions.ts';

/** The record as it was at one moment, for what is read in many steps: an export has each row once, and none is missing. */
export interface Snapshot {
  readonly database: Database;
  /** Call soon: until then SQLite's log cannot shrink. */
  close(): void;
}

/**
 * Opens the record for reading as it is now, whatever is written meanwhile: over a connection of its own, in one transaction
 * (https://sqlite.org/isolation.html).
 * @throws KeydeskError as storageError.ts names it
 */
export function openSnapshot(options: AccessOptions): Snapshot {
  const sqlite = new DatabaseSync(options.file, { readOnly: true, timeout: 0 });
  registerFold(sqlite);
  sqlite.exec('BEGIN');
  // The moment is that of the first read.
  sqlite.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
  return { database: new Database(new Access(sqlite, options)), close: () => sqlite.close() };
}
