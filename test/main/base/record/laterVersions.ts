import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { sharedTables } from '../../../../src/main/app/record/sharedTables.ts';
import type { Migration } from '../../../../src/main/base/store/migrate.ts';
import type { TestedVersion } from './desks.ts';

/** Versions of Keydesk that do not exist: today's with more migrations. */
const later = (
  more: readonly Migration[],
  shared: readonly string[] = [],
  logs: readonly string[] = [],
): TestedVersion => ({
  migrations: [...migrations, ...more],
  names: { shared: [...sharedTables.shared, ...shared], logs: [...sharedTables.logs, ...logs] },
});

const PRIORITY = `ALTER TABLE event ADD COLUMN priority INTEGER NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 5);
  ALTER TABLE event ADD COLUMN note TEXT`;
const BADGE = `CREATE TABLE badge (id TEXT PRIMARY KEY, picture BLOB, width REAL) STRICT`;

/** New columns with defaults. */
export const withPriority = later([PRIORITY]);
/** A new table beside them. */
export const withBadge = later([PRIORITY, BADGE], ['badge']);
/** New columns, and rows that the migration changes. */
export const withMarked = later([PRIORITY, "UPDATE event SET priority = 1, type = 'marked' WHERE type = 'urgent'"]);
/** A unique index. */
export const withOnce = later(["CREATE UNIQUE INDEX event_once ON event (type, user_id) WHERE type = 'once'"]);
/** A trigger that writes a row of its own for each event. */
export const withCount = later(
  [
    `CREATE TABLE event_total (type TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT;
     CREATE TRIGGER event_total_add AFTER INSERT ON event WHEN NOT EXISTS (SELECT 1 FROM record_applying) BEGIN
       INSERT INTO event_total (type, n) VALUES (NEW.type, 1) ON CONFLICT (type) DO UPDATE SET n = n + 1; END;
     INSERT INTO event_total SELECT type, count(*) FROM event GROUP BY type`,
  ],
  ['event_total'],
);
/** A table that is made anew with a check and another column in the place of one, as SQLite changes a table. */
export const withKinds = later([
  `CREATE TABLE new_serial (identity TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('seen', 'told'))) STRICT, WITHOUT ROWID;
   INSERT INTO new_serial SELECT identity, 'seen' FROM shared_serial;
   DROP TABLE shared_serial; ALTER TABLE new_serial RENAME TO shared_serial`,
]);
/** The log gains a column. */
export const withPlace = later(['ALTER TABLE activity ADD COLUMN place TEXT']);
/** A migration that changes entries of the log. */
export const withRewrittenLog = later([
  `DROP TRIGGER activity_keeps_words; UPDATE activity SET kind = 'other' WHERE kind = 'settings-changed'`,
]);
