import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { recordTables } from '../../../../src/main/base/record/tables.ts';
import { isAdditive } from '../../../../src/main/base/record/upgrade/additive.ts';
import { schemaChange } from '../../../../src/main/base/record/upgrade/schemaChange.ts';
import { type Shape, shapeOf } from '../../../../src/main/base/record/upgrade/shape.ts';

const BASE = `CREATE TABLE key (id TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('new', 'lost'))) STRICT;
  CREATE TABLE holder (id TEXT PRIMARY KEY, key TEXT REFERENCES key (id), name TEXT NOT NULL) STRICT;
  CREATE UNIQUE INDEX holder_name ON holder (name);
  CREATE TABLE entry (n INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL) STRICT;
  CREATE TRIGGER key_lost AFTER UPDATE ON key BEGIN UPDATE holder SET key = NULL WHERE key = NEW.id; END;`;

function shape(more: string): Shape {
  const sqlite = new DatabaseSync(':memory:');
  sqlite.exec(`${BASE}; ${more}`);
  const names = sqlite
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => String(name));
  const found = shapeOf(sqlite, recordTables(sqlite, { shared: names, logs: ['entry'] }));
  sqlite.close();
  return found;
}

const before = shape('');

test.each([
  ['nothing', ''],
  ['a column that may be empty', 'ALTER TABLE key ADD COLUMN note TEXT'],
  ['a column with a default', "ALTER TABLE key ADD COLUMN color TEXT NOT NULL DEFAULT 'red'"],
  ['two columns', 'ALTER TABLE key ADD COLUMN a TEXT; ALTER TABLE key ADD COLUMN b INTEGER NOT NULL DEFAULT 0'],
  ['a column with a check of its own', 'ALTER TABLE key ADD COLUMN n INTEGER NOT NULL DEFAULT 1 CHECK (n > 0)'],
  ['a table', 'CREATE TABLE badge (id TEXT PRIMARY KEY) STRICT'],
  [
    'two tables that refer to each other',
    'CREATE TABLE a (id TEXT PRIMARY KEY) STRICT; CREATE TABLE b (id TEXT PRIMARY KEY REFERENCES a (id)) STRICT',
  ],
  ['an index', 'CREATE INDEX holder_key ON holder (key)'],
])('older desks write on after a migration that adds %s', (_, more) => {
  expect(isAdditive(before, shape(more))).toBe(true);
});

test.each([
  ['a unique index', 'CREATE UNIQUE INDEX holder_key ON holder (key)'],
  [
    'another unique index',
    'DROP INDEX holder_name; CREATE UNIQUE INDEX holder_name ON holder (name) WHERE key IS NULL',
  ],
  ['no unique index', 'DROP INDEX holder_name'],
  ['a trigger', 'CREATE TRIGGER key_new AFTER INSERT ON key BEGIN DELETE FROM holder; END'],
  ['no trigger', 'DROP TRIGGER key_lost'],
  [
    'a table that refers to an old one',
    'CREATE TABLE badge (id TEXT PRIMARY KEY, key TEXT REFERENCES key (id)) STRICT',
  ],
  ['a column that refers to an old table', 'ALTER TABLE key ADD COLUMN holder TEXT REFERENCES holder (id)'],
  ['a check of an old column', "ALTER TABLE key ADD COLUMN n INTEGER DEFAULT 0 CHECK (n = 0 OR state = 'lost')"],
  ['no column', 'ALTER TABLE key ADD COLUMN a TEXT; DROP INDEX holder_name; ALTER TABLE holder DROP COLUMN name'],
  ['another name', 'ALTER TABLE holder RENAME COLUMN name TO title'],
  ['no table', 'DROP TABLE holder; DROP TRIGGER key_lost'],
  ['a column of a log', 'ALTER TABLE entry ADD COLUMN place TEXT'],
  [
    'another check',
    `CREATE TABLE k (id TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('new', 'lost', 'retired'))) STRICT;
     PRAGMA legacy_alter_table = ON; DROP TRIGGER key_lost; DROP TABLE key; ALTER TABLE k RENAME TO key;
     CREATE TRIGGER key_lost AFTER UPDATE ON key BEGIN UPDATE holder SET key = NULL WHERE key = NEW.id; END`,
  ],
])('older desks only read after a migration with %s', (_, more) => {
  expect(isAdditive(before, shape(more))).toBe(false);
});

test.each([
  ['another primary key', 'DROP TABLE entry; CREATE TABLE entry (n INTEGER, text TEXT PRIMARY KEY) STRICT'],
  [
    'another type',
    'DROP TABLE entry; CREATE TABLE entry (n INTEGER PRIMARY KEY AUTOINCREMENT, text BLOB NOT NULL) STRICT',
  ],
  ['a log that loses a column', 'ALTER TABLE entry DROP COLUMN text'],
])('a record cannot follow a migration with %s', (_, more) => {
  expect(() => schemaChange(before, shape(more))).toThrow();
});

test('references are made again if one of them changed, and dropped with their table', () => {
  const { first, last } = schemaChange(before, shape('ALTER TABLE key ADD COLUMN holder TEXT REFERENCES holder (id)'));
  expect(first.filter(sql => sql.includes('DROP CONSTRAINT'))).toHaveLength(1);
  expect(last).toEqual([expect.stringContaining('FOREIGN KEY ("holder") REFERENCES keydesk."holder" ("id")')]);
  const gone = schemaChange(before, shape('DROP TABLE holder; DROP TRIGGER key_lost'));
  expect(gone.first.join()).toContain('DROP CONSTRAINT');
  expect(gone.first.join()).not.toContain('DROP TABLE');
});
