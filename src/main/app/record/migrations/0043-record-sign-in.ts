import type { DatabaseSync } from 'node:sqlite';

/**
 * Adds how a desk signs in to its record: the connection whose account gets the token, and when the client certificate expires, so that this is known
 * without unsealing it.
 */
export function migration(sqlite: DatabaseSync): void {
  sqlite.exec(`ALTER TABLE record_mirror ADD COLUMN connection TEXT;
    ALTER TABLE record_mirror ADD COLUMN certificate_until INTEGER`);
}
