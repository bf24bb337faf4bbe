import type { DatabaseSync } from 'node:sqlite';
import { FUNCTIONS } from './functions.ts';
import { GUARDS, tableGuards } from './guards.ts';
import { quoted, type RecordColumn, type RecordTable } from './tables.ts';

/** The schema of PostgreSQL that holds the record. */
export const SCHEMA = 'keydesk';
/** Says which product the schema belongs to. */
export const PRODUCT = 'keydesk-record';

/**
 * Returns the SQL that creates the record in PostgreSQL. Its tables, keys, references and unique indexes come from the migrated SQLite database, so
 * there is one source for both.
 */
export function createSchema(sqlite: DatabaseSync, tables: readonly RecordTable[]): string {
  return [
    `CREATE SCHEMA ${SCHEMA}`,
    ...BOOKKEEPING,
    ...tables.flatMap(createTable),
    ...tables.flatMap(table => uniquesOf(sqlite, table).map(({ sql }) => sql)),
    ...tables.flatMap(table => referencesOf(sqlite, table, tables).map(({ sql }) => sql)),
    ...FUNCTIONS,
    ...GUARDS,
    ...tables.flatMap(table => tableGuards(sqlite, table)),
    ...tables.filter(({ isLog }) => isLog).flatMap(onlyGrows),
  ].join(';\n');
}

/** Times that a desk of any version can read. */
const FINITE = 'isfinite(joined_at) AND isfinite(last_seen) AND (left_at IS NULL OR isfinite(left_at))';

const BOOKKEEPING = [
  `CREATE TABLE ${SCHEMA}.record (
     product text NOT NULL, id uuid NOT NULL, version integer NOT NULL, writes_from integer NOT NULL, created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     one boolean PRIMARY KEY DEFAULT true CHECK (one))`,
  `CREATE TABLE ${SCHEMA}.desk (
     id uuid PRIMARY KEY, name text NOT NULL, version integer NOT NULL, role text NOT NULL DEFAULT current_user,
     joined_at timestamptz NOT NULL DEFAULT clock_timestamp(), last_seen timestamptz NOT NULL DEFAULT clock_timestamp(), left_at timestamptz,
     -- The role that may take the desk over, because the desk is about to sign in with it.
     handed_to text,
     CONSTRAINT finite CHECK (${FINITE}))`,
  // Writers are serialized, so the numbers have no gaps and come in the order of the commits. The primary key refuses a writer that lost its lock.
  `CREATE TABLE ${SCHEMA}.revision (
     n bigint PRIMARY KEY, id uuid NOT NULL UNIQUE, desk uuid NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(),
     tables text[] NOT NULL, size bigint NOT NULL, role text)`,
  `CREATE TABLE ${SCHEMA}.removed (name text NOT NULL, key jsonb NOT NULL, revision bigint NOT NULL, PRIMARY KEY (name, key))`,
  `CREATE INDEX removed_revision ON ${SCHEMA}.removed (revision)`,
  // What a desk's last transaction wrote to tables of the desk alone, for that desk. By role: a desk that signs in as another role can neither see nor change its
  // earlier row.
  `CREATE TABLE ${SCHEMA}.kept (
     desk uuid NOT NULL REFERENCES ${SCHEMA}.desk (id), revision bigint NOT NULL, changes json NOT NULL, role text NOT NULL DEFAULT current_user,
     PRIMARY KEY (desk, role))`,
  `ALTER TABLE ${SCHEMA}.kept ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY own_role ON ${SCHEMA}.kept USING (role = current_user) WITH CHECK (role = current_user)`,
  `CREATE TABLE ${SCHEMA}.number (name text PRIMARY KEY, highest bigint NOT NULL)`,
  `CREATE TABLE ${SCHEMA}.recorded (name text PRIMARY KEY, key text[] NOT NULL, is_log boolean NOT NULL, columns text[] NOT NULL)`,
];

/** Condition for the row of `kept` that is this desk's. SECURITY: an owner of the tables sees all rows, also what another role wrote under the id of its desk. */
export const KEPT_HERE = 'desk = $1 AND role = current_user';

/** Brings the tables of a record that an earlier version made to what they are now. Changes nothing the second time. */
export const BOOKKEEPING_CHANGES = [
  `DO $$ BEGIN
     IF (SELECT cardinality(conkey) FROM pg_constraint WHERE conrelid = '${SCHEMA}.kept'::regclass AND contype = 'p') = 1 THEN
       ALTER TABLE ${SCHEMA}.kept DROP CONSTRAINT kept_pkey, ADD PRIMARY KEY (desk, role);
     END IF; END $$`,
  `ALTER TABLE ${SCHEMA}.revision ADD COLUMN IF NOT EXISTS role text`,
  `ALTER TABLE ${SCHEMA}.desk ADD COLUMN IF NOT EXISTS handed_to text`,
  // Once, before row security begins. Desks have changed their roles without a word about it here: the role with which a desk wrote last is that of the desk.
  `DO $$ BEGIN
     IF NOT (SELECT relrowsecurity FROM pg_class WHERE oid = '${SCHEMA}.desk'::regclass) THEN
       UPDATE ${SCHEMA}.desk d SET role = k.role FROM (
         SELECT DISTINCT ON (k.desk) k.desk, k.role FROM ${SCHEMA}.kept k JOIN ${SCHEMA}.revision r ON r.n = k.revision AND r.desk = k.desk
         ORDER BY k.desk, k.revision DESC) k
       WHERE k.desk = d.id AND k.role <> d.role;
       UPDATE ${SCHEMA}.desk SET joined_at = CASE WHEN isfinite(joined_at) THEN joined_at ELSE clock_timestamp() END,
         last_seen = CASE WHEN isfinite(last_seen) THEN last_seen ELSE clock_timestamp() END,
         left_at = CASE WHEN isfinite(left_at) THEN left_at END WHERE NOT (${FINITE});
       ALTER TABLE ${SCHEMA}.desk ADD CONSTRAINT finite CHECK (${FINITE});
     END IF; END $$`,
  // Once: removals that are none would be refused now, and must not keep anybody from reading the others.
  `DO $$ DECLARE known record; gone record; is_wrong boolean; BEGIN
     IF to_regproc('${SCHEMA}.check_removed') IS NULL THEN
       DELETE FROM ${SCHEMA}.removed d WHERE NOT EXISTS (
         SELECT FROM ${SCHEMA}.recorded r WHERE r.name = d.name AND NOT r.is_log AND d.key ?& r.key AND d.key - r.key = '{}');
       FOR gone IN SELECT name, key FROM ${SCHEMA}.removed LOOP
         BEGIN
           EXECUTE format('SELECT jsonb_populate_record(NULL::${SCHEMA}.%I, $1) IS NULL', gone.name) INTO is_wrong USING gone.key;
         EXCEPTION WHEN data_exception THEN
           DELETE FROM ${SCHEMA}.removed WHERE name = gone.name AND key = gone.key;
         END;
       END LOOP;
     END IF; END $$`,
];

/** PostgreSQL's types for those of SQLite. */
const types = { INTEGER: 'bigint', REAL: 'double precision', TEXT: 'text COLLATE "C"', BLOB: 'bytea' } as const;

/** Returns the statements that create a table, register it, and find its rows by their revision. */
export function createTable({ name, columns, key, isLog }: RecordTable): string[] {
  const lines = [...columns.map(columnSql), 'revision bigint NOT NULL', `PRIMARY KEY (${quoted(key)})`];
  return [
    `CREATE TABLE ${SCHEMA}."${name}" (\n  ${lines.join(',\n  ')})`,
    `INSERT INTO ${SCHEMA}.recorded (name, key, is_log, columns) VALUES ('${name}', ${names(key)}, ${isLog}, ${columnNames(columns)})`,
    `CREATE INDEX "${name}_revision" ON ${SCHEMA}."${name}" (revision)`,
  ];
}

/** Returns the names of columns as an array of PostgreSQL. */
export function columnNames(columns: readonly RecordColumn[]): string {
  return names(columns.map(({ name }) => name));
}

function names(all: readonly string[]): string {
  return `ARRAY[${all.map(one => `'${one}'`).join(', ')}]`;
}

/** A column of a later version has a default, so that a desk of the version before can still add rows. */
export function columnSql({ name, type, isRequired, default: value }: RecordColumn): string {
  return [`"${name}" ${types[type]}`, isRequired ? 'NOT NULL' : '', value === null ? '' : `DEFAULT ${value}`]
    .filter(Boolean)
    .join(' ');
}

/** What a table has beside its columns: its name in PostgreSQL, or the table that is referred to, and the SQL that makes it. */
export interface Constraint {
  readonly name: string;
  readonly sql: string;
}

/** The unique indexes of a table. Their conditions are plain SQL that both databases read alike. */
export function uniquesOf(sqlite: DatabaseSync, { name }: RecordTable): Constraint[] {
  const lists = sqlite
    .prepare(`SELECT name, origin FROM pragma_index_list(?) WHERE "unique" = 1 AND origin <> 'pk'`)
    .all(name);
  return lists.map(({ name: index, origin }, n) => {
    const sql = sqlite
      .prepare("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?")
      .get(String(index))?.sql;
    const condition = origin === 'c' ? (/\bWHERE\b([\s\S]*)$/i.exec(String(sql))?.[1] ?? '') : '';
    const columns = sqlite.prepare('SELECT name FROM pragma_index_info(?) ORDER BY seqno').all(String(index));
    const where = condition === '' ? '' : ` WHERE ${condition.trim()}`;
    const title = origin === 'c' ? String(index) : `${name}_unique_${n}`;
    return {
      name: title,
      sql: `CREATE UNIQUE INDEX "${title}" ON ${SCHEMA}."${name}" (${quoted(columns.map(row => String(row.name)))})${where}`,
    };
  });
}

/** References are checked at the commit, because a transaction's rows are written table by table. Cascades were done by SQLite. */
export function referencesOf(
  sqlite: DatabaseSync,
  { name }: RecordTable,
  tables: readonly RecordTable[],
): Constraint[] {
  const rows = sqlite
    .prepare('SELECT id, seq, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq')
    .all(name);
  const byId = Map.groupBy(rows, row => Number(row.id));
  return [...byId.values()].flatMap(parts => {
    const target = tables.find(table => table.name === String(parts[0]?.table));
    if (target === undefined) throw new Error(`${name} refers to a table outside of the record`);
    const from = parts.map(part => String(part.from));
    const to = parts.map((part, at) => String(part.to ?? target.key[at]));
    return {
      name: target.name,
      sql: `ALTER TABLE ${SCHEMA}."${name}" ADD FOREIGN KEY (${quoted(from)}) REFERENCES ${SCHEMA}."${target.name}" (${quoted(to)})
      DEFERRABLE INITIALLY DEFERRED`,
    };
  });
}

/** SECURITY: refuses changes of a log to everybody, its owner included. The rights of the roles are the first lock, this is the second. */
export function onlyGrows({ name }: RecordTable): string[] {
  return [
    `CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON ${SCHEMA}."${name}" FOR EACH ROW EXECUTE FUNCTION ${SCHEMA}.refuse_change()`,
    `CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ${SCHEMA}."${name}" FOR EACH STATEMENT EXECUTE FUNCTION ${SCHEMA}.refuse_change()`,
  ];
}
