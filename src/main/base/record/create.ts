import type { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { unequalError } from '../../../contract/record/unequal.ts';
import { differences } from './compare.ts';
import type { RecordClient } from './connect.ts';
import { copyInto } from './copy.ts';
import { copyLine } from './copyText.ts';
import { addDesk, type NewDesk } from './desks.ts';
import { WRITE_LOCK } from './functions.ts';
import { createSchema, PRODUCT, SCHEMA } from './recordSchema.ts';
import { columnsOf, highestNumber, type RecordTable } from './tables.ts';

/** The first revision of a record is everything that the desk had. */
export const FIRST_REVISION = 1;

export interface NewRecord {
  readonly id: string;
  readonly version: number;
  readonly desk: NewDesk;
}

/**
 * Makes a record in an empty database from everything that a desk has, in one transaction: an interrupted attempt leaves nothing. Every row is read
 * back and compared before the commit. Returns their number.
 * @param sqlite A connection to keydesk.db with the write lock, so that nothing changes meanwhile
 * @throws KeydeskError record-exists, record-foreign, record-not-owner, record-database-used, record-unequal; errors of PostgreSQL
 */
export async function createRecord(
  client: RecordClient,
  sqlite: DatabaseSync,
  tables: readonly RecordTable[],
  made: NewRecord,
): Promise<number> {
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock${WRITE_LOCK}`);
    await refuseOther(client);
    await client.query(createSchema(sqlite, tables));
    await client.query(`INSERT INTO ${SCHEMA}.record (product, id, version, writes_from) VALUES ($1, $2, $3, $3)`, [
      PRODUCT,
      made.id,
      made.version,
    ]);
    await addDesk(client, made.desk, made.version);
    let size = 0;
    for (const table of tables) size += await fill(client, sqlite, table);
    await client.query(
      `INSERT INTO ${SCHEMA}.revision (n, id, desk, tables, size) VALUES ($1, gen_random_uuid(), $2, $3, $4)`,
      [FIRST_REVISION, made.desk.id, tables.map(({ name }) => name), size],
    );
    await noteNumbers(client, sqlite, tables);
    const different = await differences(client, sqlite, tables);
    if (different.length > 0) throw unequalError(different);
    await client.query('COMMIT');
    return size;
  } catch (error) {
    // The connection may be lost; the server then rolls back by itself.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/**
 * Refuses a database that somebody else uses. Tables of extensions do not count: a server may bring them.
 * @throws KeydeskError record-database-used
 */
async function refuseUsed(client: RecordClient): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     ORDER BY 1 LIMIT 1`,
  );
  if (rows[0] !== undefined) throw new KeydeskError('record-database-used', { table: rows[0].name });
}

/** @throws KeydeskError record-not-owner if the role may not make a schema in the database */
async function refuseUnowned(client: RecordClient): Promise<void> {
  const { rows } = await client.query<{ database: string; owner: string; user: string; may: boolean }>(
    `SELECT datname AS database, pg_get_userbyid(datdba) AS owner, current_user::text AS "user", has_database_privilege(datname, 'CREATE') AS may
     FROM pg_database WHERE datname = current_database()`,
  );
  const [found] = rows;
  if (found === undefined || found.may) return;
  const { database, owner, user } = found;
  throw new KeydeskError('record-not-owner', { database, owner, user });
}

/** @throws KeydeskError record-exists, record-foreign, record-not-owner or record-database-used, unless the database is empty */
async function refuseOther(client: RecordClient): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [SCHEMA]);
  if (rowCount === 0) {
    await refuseUnowned(client);
    return refuseUsed(client);
  }
  const { rows } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    `${SCHEMA}.record`,
  ]);
  throw new KeydeskError(rows[0]?.found === true ? 'record-exists' : 'record-foreign', {});
}

/** Copies a table. Returns the number of its rows. */
async function fill(client: RecordClient, sqlite: DatabaseSync, table: RecordTable): Promise<number> {
  const names = columnsOf(table);
  const rows = sqlite.prepare(`SELECT ${names} FROM "${table.name}"`);
  rows.setReturnArrays(true);
  let count = 0;
  function* lines(): Generator<string> {
    for (const row of rows.iterate() as unknown as Iterable<never[]>) {
      count++;
      yield copyLine([...row, FIRST_REVISION]);
    }
  }
  const into = copyInto(client, `${SCHEMA}."${table.name}" (${names}, revision)`);
  await pipeline(Readable.from(lines(), { objectMode: true }), into);
  return count;
}

async function noteNumbers(client: RecordClient, sqlite: DatabaseSync, tables: readonly RecordTable[]): Promise<void> {
  for (const { name } of tables.filter(({ isNumbered }) => isNumbered)) {
    const highest = highestNumber(sqlite, name);
    await client.query(`INSERT INTO ${SCHEMA}.number (name, highest) VALUES ($1, $2)`, [name, highest]);
  }
}
