import type { RecordClient } from './connect.ts';
import { copyOut } from './copy.ts';
import { linesOf, rowOfLine } from './copyText.ts';
import type { KeptChanges, MirrorConnection } from './mirrorConnection.ts';
import { KEPT_HERE, SCHEMA } from './recordSchema.ts';
import { type JsonRow, type RecordChanges, refuseSpoiled } from './rows.ts';
import type { MirrorState, RevisionId } from './state.ts';
import { columnsOf, type RecordTable } from './tables.ts';

/** How many rows are applied at a time. */
const PIECE = 2000;

/**
 * Brings the mirror up to date when there is too much for one answer: a new desk, or one that was away for long. Reads table by table from one snapshot of the
 * record, and does not keep others from writing.
 * @throws KeydeskError as recordError
 */
export async function catchUpInBulk(
  client: RecordClient,
  mirror: MirrorConnection,
  tables: readonly RecordTable[],
): Promise<void> {
  await inSnapshot(client, () =>
    mirror.inOne(async (apply, advance) => {
      const state = mirror.state();
      if (state !== undefined) advance(await fillMirror(client, tables, state, apply), await newestIds(client));
    }),
  );
}

/** Runs `work` while the record stays as it is for this connection. */
export async function inSnapshot<T>(client: RecordClient, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    return await work();
  } finally {
    // A connection that is lost has nothing to end.
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

/**
 * Fills a mirror again whose tables were migrated since they were filled: its rows are those of a migration that ran here, and not of the one that ran in the record. Entries of a
 * log stay, and those are added that this desk could not keep whole before.
 * @throws KeydeskError as recordError
 */
export async function refill(
  client: RecordClient,
  mirror: MirrorConnection,
  tables: readonly RecordTable[],
  version: number,
): Promise<void> {
  await inSnapshot(client, () =>
    mirror.refill(version, async apply => {
      const { revision = 0, desk = '' } = mirror.state() ?? {};
      return [await fillMirror(client, tables, { revision, desk }, apply, 0), await newestIds(client)];
    }),
  );
}

/**
 * Applies everything that was recorded after a revision. Returns the newest revision. Call in a snapshot.
 * @param since After which revision to read. Default: that of the mirror
 */
export async function fillMirror(
  client: RecordClient,
  tables: readonly RecordTable[],
  { revision, desk }: Pick<MirrorState, 'revision' | 'desk'>,
  apply: (changes: RecordChanges) => void,
  since: number = revision,
): Promise<number> {
  const head = await newestRevision(client);
  const readables = await readable(client, tables);
  for (const table of readables) {
    const keys = await goneSince(client, table, since);
    if (keys.length > 0) apply({ rows: {}, numbers: {}, removed: { [table.name]: keys } });
  }
  for (const table of readables) {
    for await (const rows of changedRows(client, table, since))
      apply({ rows: { [table.name]: rows }, removed: {}, numbers: {} });
  }
  const kept = await client.query<KeptChanges>(
    `SELECT revision, changes FROM ${SCHEMA}.kept WHERE ${KEPT_HERE} AND revision > $2`,
    [desk, revision],
  );
  if (kept.rows[0] !== undefined) apply(kept.rows[0].changes);
  const numbers = await client.query<{ name: string; highest: number }>(`SELECT name, highest FROM ${SCHEMA}.number`);
  const highest = Object.fromEntries(numbers.rows.map(row => [row.name, row.highest]));
  refuseSpoiled({ head, numbers: highest });
  apply({ rows: {}, removed: {}, numbers: highest });
  return head;
}

/**
 * Returns the keys of a table's rows that were deleted after a revision. SECURITY: only of rows that are gone, whatever somebody wrote about them. Compared as text, because a key that Keydesk did
 * not write may be anything.
 */
async function goneSince(client: RecordClient, { name, key, isLog }: RecordTable, since: number): Promise<JsonRow[]> {
  if (isLog) return [];
  const isSame = key.map(column => `t."${column}"::text = d.key->>'${column}'`).join(' AND ');
  const { rows } = await client.query<{ keys: JsonRow[] | null }>(
    `SELECT json_agg(d.key) AS keys FROM ${SCHEMA}.removed d WHERE d.name = $1 AND d.revision > $2
     AND NOT EXISTS (SELECT FROM ${SCHEMA}."${name}" t WHERE ${isSame})`,
    [name, since],
  );
  return rows[0]?.keys ?? [];
}

/** How many ids a desk learns that was away for long. */
const NEWEST = 1000;

/** Returns the newest revisions of the record, oldest first. */
async function newestIds(client: RecordClient): Promise<RevisionId[]> {
  const { rows } = await client.query<{ n: number; id: string }>(
    `SELECT n, id FROM ${SCHEMA}.revision ORDER BY n DESC LIMIT ${NEWEST}`,
  );
  return rows.map(({ n, id }) => [n, id] as const).reverse();
}

/** Returns the newest revision of the record; 0 if there is none. */
export async function newestRevision(client: RecordClient): Promise<number> {
  const { rows } = await client.query<{ head: number }>(`SELECT coalesce(max(n), 0) AS head FROM ${SCHEMA}.revision`);
  const head = Number(rows[0]?.head);
  refuseSpoiled({ head, numbers: {} });
  return head;
}

/** Returns the tables that the role of this desk may read. A log with columns that this desk does not know waits until Keydesk is updated here. */
export async function readable(client: RecordClient, tables: readonly RecordTable[]): Promise<RecordTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `SELECT name, columns FROM ${SCHEMA}.recorded WHERE has_table_privilege(format('${SCHEMA}.%I', name), 'SELECT')`,
  );
  const found = new Map(rows.map(({ name, columns }) => [name, columns]));
  return tables.filter(({ name, columns, isLog }) => {
    const there = found.get(name);
    return there !== undefined && !(isLog && there.length > columns.length);
  });
}

/** Reads the rows of a table that changed after a revision. */
async function* changedRows(client: RecordClient, table: RecordTable, since: number): AsyncGenerator<JsonRow[]> {
  const from = `SELECT ${columnsOf(table)} FROM ${SCHEMA}."${table.name}" WHERE revision > ${since}`;
  let rows: JsonRow[] = [];
  for await (const line of linesOf(copyOut(client, from))) {
    rows.push(rowOfLine(table, line));
    if (rows.length < PIECE) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}
