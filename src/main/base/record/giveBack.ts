import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { type Apart, keyText, rowsApart } from './apart.ts';
import { newestRevision } from './bulk.ts';
import type { RecordClient } from './connect.ts';
import { mirrorOn } from './mirror.ts';
import { SCHEMA } from './recordSchema.ts';
import type { JsonRow, RecordChanges } from './rows.ts';
import { type MirrorState, mirrorStateOn, type RevisionId } from './state.ts';
import { highestNumber, type RecordTable } from './tables.ts';

/** How a desk and its record came apart. */
export interface Parting {
  /** The newest revision that both have. */
  readonly common: number;
  /** The newest revision of the record. */
  readonly head: number;
  readonly tables: readonly (Apart & { readonly table: RecordTable })[];
}

/** A row that the record lost, on its way back to it. */
export type Returning =
  | { readonly table: string; readonly put: JsonRow }
  | { readonly table: string; readonly remove: JsonRow };

/**
 * Compares a desk with a record that has lost what the desk has seen. Call while both have their locks.
 * @returns undefined if the two have no revision in common
 */
export async function partingOf(
  client: RecordClient,
  sqlite: DatabaseSync,
  tables: readonly RecordTable[],
): Promise<Parting | undefined> {
  const known = sqlite.prepare('SELECT n, id FROM record_revision').all();
  const { rows } = await client.query<{ n: number | null }>(
    `SELECT max(r.n) AS n FROM ${SCHEMA}.revision r JOIN unnest($1::bigint[], $2::uuid[]) AS k (n, id) ON k.n = r.n AND k.id = r.id`,
    [known.map(({ n }) => Number(n)), known.map(({ id }) => String(id))],
  );
  const common = rows[0]?.n ?? null;
  if (common === null) return undefined;
  const found = [];
  for (const table of tables) found.push({ table, ...(await rowsApart(client, sqlite, table)) });
  return { common, head: await newestRevision(client), tables: found };
}

/**
 * Gives the record everything back as it was, under the number of the newest revision. No desk has written since the loss, so the record is a beginning of what this desk
 * has. Returns the number of rows. The caller commits.
 */
export async function giveAllBack(client: RecordClient, sqlite: DatabaseSync, parting: Parting): Promise<number> {
  const state = mirrorStateOn(sqlite).read();
  if (state === undefined) return 0;
  // Their numbers come back, but not their ids: a desk that has seen only some of them may have a row that changed and changed back since. It must compare
  // all rows, as for any other loss.
  await client.query(
    `INSERT INTO ${SCHEMA}.revision (n, id, desk, tables, size)
     SELECT n, gen_random_uuid(), $3, '{}', 0 FROM generate_series($1::bigint, $2::bigint) n`,
    [parting.common + 1, state.revision - 1, state.desk],
  );
  const changes = changesOf(sqlite, parting);
  const own: RecordChanges = { rows: {}, removed: {}, numbers: {} };
  await client.query(`SELECT ${SCHEMA}.record($1, $2, $3, $4, $5)`, [
    state.revision,
    state.revisionId ?? randomUUID(),
    state.desk,
    JSON.stringify(changes),
    JSON.stringify(own),
  ]);
  return [...Object.values(changes.rows), ...Object.values(changes.removed)].reduce(
    (sum, { length }) => sum + length,
    0,
  );
}

function changesOf(sqlite: DatabaseSync, { tables }: Parting): RecordChanges {
  const rows: Record<string, readonly JsonRow[]> = {};
  const removed: Record<string, readonly JsonRow[]> = {};
  const numbers: Record<string, number> = {};
  for (const { table, here, there } of tables) {
    if (here.size > 0) rows[table.name] = [...here.values()];
    const gone = [...there].filter(([key]) => !here.has(key)).map(([, { row }]) => keyOf(table, row));
    if (gone.length > 0 && !table.isLog) removed[table.name] = gone;
    if (table.isNumbered) numbers[table.name] = highestNumber(sqlite, table.name);
  }
  return { rows, removed, numbers };
}

/**
 * Makes the tables here equal to the record, and returns what of theirs the record lost and nobody has changed since. The caller keeps these rows until they are
 * recorded again. Rows of logs must be set aside before.
 * @param derived Tables whose rows follow from others
 */
export async function followAgain(
  client: RecordClient,
  sqlite: DatabaseSync,
  parting: Parting,
  derived: readonly string[],
): Promise<Returning[]> {
  const changed = await removedSince(client, parting);
  const returning = parting.tables
    .filter(({ table }) => !table.isLog && !derived.includes(table.name))
    .flatMap(({ table, here, there }) => lost(table, { here, there }, parting.common, changed.get(table.name)));
  const mirror = mirrorOn(
    sqlite,
    parting.tables.map(({ table }) => table),
  );
  mirror.apply(equalizing(parting));
  await numberLogs(client, sqlite, parting);
  const state = mirrorStateOn(sqlite);
  sqlite.prepare('DELETE FROM record_revision WHERE n > ?').run(parting.common);
  state.advance(parting.head, Date.now(), await idsAfter(client, parting.common));
  return returning;
}

/**
 * Lets the numbers of logs here go on where those of the record end. Numbers of a log have no gaps, so those of the lost entries are given again. Other numbers are not: readers are
 * beyond them.
 */
async function numberLogs(client: RecordClient, sqlite: DatabaseSync, { tables }: Parting): Promise<void> {
  const logs = tables.filter(({ table }) => table.isLog).map(({ table }) => table.name);
  const { rows } = await client.query<{ name: string; highest: number }>(
    `SELECT name, highest FROM ${SCHEMA}.number WHERE name = ANY ($1)`,
    [logs],
  );
  const set = sqlite.prepare('UPDATE sqlite_sequence SET seq = ? WHERE name = ?');
  for (const name of logs) set.run(rows.find(row => row.name === name)?.highest ?? 0, name);
}

/** Returns what the record lost of one table. What others have changed since stays as they left it. */
function lost(
  table: RecordTable,
  { here, there }: Apart,
  common: number,
  removed: ReadonlySet<string> = new Set(),
): Returning[] {
  const name = table.name;
  const puts = [...here].flatMap(([key, row]): Returning[] => {
    const other = there.get(key);
    if (table.isNumbered) {
      // A new number: the old one may belong to another row now, and readers are beyond it.
      return other === undefined || other.revision > common
        ? [{ table: name, put: withoutKey(table, row) }]
        : [{ table: name, put: row }];
    }
    const isChanged = (other !== undefined && other.revision > common) || removed.has(key);
    return isChanged ? [] : [{ table: name, put: row }];
  });
  const removes = [...there]
    .filter(([key, { revision }]) => !here.has(key) && revision <= common)
    .map(([, { row }]): Returning => ({ table: name, remove: keyOf(table, row) }));
  return [...removes, ...puts];
}

function equalizing({ tables }: Parting): RecordChanges {
  const rows: Record<string, JsonRow[]> = {};
  const removed: Record<string, JsonRow[]> = {};
  for (const { table, here, there } of tables) {
    if (there.size > 0) rows[table.name] = [...there.values()].map(({ row }) => row);
    const gone = [...here].filter(([key]) => !there.has(key)).map(([, row]) => keyOf(table, row));
    if (gone.length > 0) removed[table.name] = gone;
  }
  return { rows, removed, numbers: {} };
}

/** Returns the keys of rows that were deleted since the two came apart, by table. */
async function removedSince(client: RecordClient, { common, tables }: Parting): Promise<Map<string, Set<string>>> {
  const { rows } = await client.query<{ name: string; key: JsonRow }>(
    `SELECT name, key FROM ${SCHEMA}.removed WHERE revision > $1`,
    [common],
  );
  const byName = Map.groupBy(rows, ({ name }) => name);
  return new Map(
    tables.map(({ table }) => [
      table.name,
      new Set((byName.get(table.name) ?? []).map(({ key }) => keyText(table, key))),
    ]),
  );
}

async function idsAfter(client: RecordClient, revision: number): Promise<RevisionId[]> {
  const { rows } = await client.query<{ n: number; id: string }>(
    `SELECT n, id FROM ${SCHEMA}.revision WHERE n > $1 ORDER BY n`,
    [revision],
  );
  return rows.map(({ n, id }) => [n, id]);
}

function keyOf({ key }: RecordTable, row: JsonRow): JsonRow {
  return Object.fromEntries(key.map(name => [name, row[name] ?? null]));
}

function withoutKey({ key }: RecordTable, row: JsonRow): JsonRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !key.includes(name)));
}

/** Whether the desk has seen what the record has not. */
export function isApart(state: MirrorState, parting: Parting): boolean {
  return parting.common < state.revision;
}
