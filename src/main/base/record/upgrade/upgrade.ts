import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { unequalError } from '../../../../contract/record/unequal.ts';
import type { Migration } from '../../store/migrate.ts';
import { newestRevision } from '../bulk.ts';
import { differences } from '../compare.ts';
import type { RecordClient } from '../connect.ts';
import { CHANNEL, FUNCTIONS, WRITE_LOCK } from '../functions.ts';
import { dropReadable, GUARDS, tableGuards } from '../guards.ts';
import { readRecord } from '../link.ts';
import { BOOKKEEPING_CHANGES, SCHEMA } from '../recordSchema.ts';
import { hasAllRoles, type StationRights, tableGrants } from '../roles.ts';
import { highestNumber, type RecordTable, type RecordTableNames, recordTables } from '../tables.ts';
import { isAdditive } from './additive.ts';
import { writeChangedRows } from './changedRows.ts';
import { runLong } from './runLong.ts';
import { schemaChange } from './schemaChange.ts';
import { fillScratch, migrateScratch, openScratch } from './scratch.ts';
import { type Shape, shapeOf } from './shape.ts';

export interface UpgradeParts {
  /** All migrations of keydesk.db. The record gets those that it has not. */
  readonly migrations: readonly Migration[];
  readonly names: RecordTableNames;
  readonly station: StationRights;
  /** The id of the record; undefined if any may be upgraded. */
  readonly record: string | undefined;
  /** The desk that upgrades it. */
  readonly desk: string;
}

/** What an upgrade did. Nothing, if `from` is `to`. */
export interface RecordUpgrade {
  readonly from: number;
  readonly to: number;
  /** The oldest version that may write from now on. */
  readonly writesFrom: number;
  /** How many rows the migrations changed, added or removed. */
  readonly rows: number;
  /** Tables that the roles of the record have no rights to, because some of these roles are missing. */
  readonly ungranted: readonly string[];
}

/** How long to wait for desks that read, and for one that writes. */
const LOCK_WAIT = '60s';

/**
 * Upgrades a record to the version of this Keydesk. Its rows are copied to a database of the record's version, the later migrations run there, and the record gets the changes: of
 * its tables, and of the rows as one revision. All of it is one transaction that has the lock of the writers: nobody writes meanwhile, an interrupted attempt leaves nothing, and of two
 * attempts the second one finds nothing to do.
 * @throws KeydeskError record-foreign, record-other, record-newer, record-owner-needed, record-unequal; errors of PostgreSQL and of the migrations
 */
export async function upgradeRecord(client: RecordClient, parts: UpgradeParts): Promise<RecordUpgrade> {
  await client.query(`BEGIN; SET LOCAL lock_timeout = '${LOCK_WAIT}'; SET LOCAL statement_timeout = 0;
    SET LOCAL idle_in_transaction_session_timeout = 0`);
  try {
    await runLong(client, `SELECT pg_advisory_xact_lock${WRITE_LOCK}`);
    const to = parts.migrations.length;
    const { id, version: from, writesFrom } = await readRecord(client);
    if (parts.record !== undefined && id !== parts.record) throw new KeydeskError('record-other', {});
    if (from > to) throw new KeydeskError('record-newer', {});
    if (from === to) await mend(client, parts);
    const done = from === to ? { from, to, writesFrom, rows: 0, ungranted: [] } : await upgrade(client, parts, from);
    await client.query('COMMIT');
    return done;
  } catch (error) {
    // The connection may be lost; the server then rolls back by itself.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function upgrade(client: RecordClient, parts: UpgradeParts, from: number): Promise<RecordUpgrade> {
  await refuseUnowned(client);
  const { migrations, names } = parts;
  const scratch = openScratch(migrations.slice(0, from));
  try {
    const tablesBefore = recordTables(scratch, await recordedNames(client, scratch));
    await fillScratch(client, scratch, tablesBefore);
    const before = shapeOf(scratch, tablesBefore);
    migrateScratch(scratch, migrations);
    const tables = recordTables(scratch, names);
    const after = shapeOf(scratch, tables);
    const rows = await change(client, scratch, { before, after, desk: parts.desk });
    const writesFrom = rows === 0 && isAdditive(before, after) ? from : migrations.length;
    const ungranted = await grantAdded(
      client,
      parts,
      [...tables].filter(({ name }) => !before.has(name)),
    );
    await client.query(`UPDATE ${SCHEMA}.record SET version = $1, writes_from = $2`, [migrations.length, writesFrom]);
    await refuseUnequal(client, scratch, tables);
    return { from, to: migrations.length, writesFrom, rows, ungranted };
  } finally {
    scratch.close();
  }
}

/**
 * Brings everything beside the rows to what this Keydesk makes: the bookkeeping, the functions and the rules. Some of it changes without a migration. Does nothing for a role that does not own the
 * tables.
 */
async function mend(client: RecordClient, { migrations, names }: UpgradeParts): Promise<void> {
  if ((await unowned(client)) !== undefined) return;
  const scratch = openScratch(migrations);
  try {
    for (const statement of rulesOf(scratch, recordTables(scratch, names))) await runLong(client, statement);
  } finally {
    scratch.close();
  }
}

/** Returns the statements for everything beside the rows. */
function rulesOf(scratch: DatabaseSync, tables: readonly RecordTable[]): string[] {
  return [...BOOKKEEPING_CHANGES, ...FUNCTIONS, ...GUARDS, ...tables.flatMap(table => tableGuards(scratch, table))];
}

/** Changes tables, rows and functions. Returns how many rows it changed. */
async function change(
  client: RecordClient,
  scratch: DatabaseSync,
  { before, after, desk }: { before: Shape; after: Shape; desk: string },
): Promise<number> {
  const run = (sql: string) => runLong(client, sql);
  const { first, last } = schemaChange(before, after);
  for (const statement of [...[...before.keys()].flatMap(dropReadable), ...first]) await run(statement);
  const revision = (await newestRevision(client)) + 1;
  const changed = new Map<string, number>();
  for (const { table } of after.values()) {
    // Entries never change. The comparison at the end reads them, and they are most of the rows.
    if (table.isLog && before.has(table.name)) continue;
    const count = await writeChangedRows(client, scratch, table, revision);
    if (count > 0) changed.set(table.name, count);
  }
  // References are checked at the commit otherwise, and PostgreSQL changes no table with an open check.
  await run('SET CONSTRAINTS ALL IMMEDIATE');
  for (const statement of last) await run(statement);
  const tables = [...after.values()].map(({ table }) => table);
  for (const statement of rulesOf(scratch, tables)) await run(statement);
  for (const table of tables) if (table.isNumbered) await noteNumber(client, scratch, table);
  const rows = [...changed.values()].reduce((sum, count) => sum + count, 0);
  // Also without rows: the number refuses the commit of a desk that lost its lock before.
  await client.query(`INSERT INTO ${SCHEMA}.revision (n, id, desk, tables, size) VALUES ($1, $2, $3, $4, $5)`, [
    revision,
    randomUUID(),
    desk,
    [...changed.keys()],
    rows,
  ]);
  await client.query('SELECT pg_notify($1, $2)', [CHANNEL, String(revision)]);
  return rows;
}

/** @throws KeydeskError record-unequal; Error if a migration changed a log, which only grows */
async function refuseUnequal(
  client: RecordClient,
  scratch: DatabaseSync,
  tables: readonly RecordTable[],
): Promise<void> {
  const different = await differences(client, scratch, tables);
  const log = tables.find(({ name, isLog }) => isLog && different.some(({ table }) => table === name));
  if (log !== undefined) throw new Error(`a migration changed entries of ${log.name}`);
  if (different.length > 0) throw unequalError(different);
}

async function noteNumber(client: RecordClient, scratch: DatabaseSync, { name }: RecordTable): Promise<void> {
  await client.query(
    `INSERT INTO ${SCHEMA}.number (name, highest) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET highest = greatest(number.highest, excluded.highest)`,
    [name, highestNumber(scratch, name)],
  );
}

/** Returns the tables that the record has and its version knows. Tables of before were kept. */
async function recordedNames(client: RecordClient, scratch: DatabaseSync): Promise<RecordTableNames> {
  const { rows } = await client.query<{ name: string; is_log: boolean }>(`SELECT name, is_log FROM ${SCHEMA}.recorded`);
  const known = rows.filter(
    ({ name }) =>
      scratch.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined,
  );
  return {
    shared: known.map(({ name }) => name),
    logs: known.filter(({ is_log }) => is_log).map(({ name }) => name),
  };
}

/** Only the owner of a table may change it. @throws KeydeskError record-owner-needed */
async function refuseUnowned(client: RecordClient): Promise<void> {
  const first = await unowned(client);
  if (first !== undefined) throw new KeydeskError('record-owner-needed', { owner: first.owner, user: first.user });
}

/** Returns a table that the role of a connection does not own, if there is one. */
async function unowned(client: RecordClient): Promise<{ owner: string; user: string } | undefined> {
  const { rows } = await client.query<{ name: string; owner: string; user: string }>(
    `SELECT c.relname AS name, pg_get_userbyid(c.relowner) AS owner, current_user::text AS "user" FROM pg_class c
     WHERE c.relnamespace = '${SCHEMA}'::regnamespace AND c.relkind = 'r' AND NOT pg_has_role(c.relowner, 'USAGE')`,
  );
  return rows[0];
}

/** Gives the roles their rights to new tables. What a person gave and took otherwise stays. Returns the tables for which that was not possible. */
async function grantAdded(
  client: RecordClient,
  { station }: UpgradeParts,
  added: readonly RecordTable[],
): Promise<string[]> {
  if (added.length === 0) return [];
  if (!(await hasAllRoles(client))) return added.map(({ name }) => name);
  for (const statement of tableGrants(added, station)) await client.query(statement);
  return [];
}
