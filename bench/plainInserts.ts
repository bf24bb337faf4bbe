/** The floor of the engine of workflows: the rows that it wrote, inserted plainly, with a transaction for each thousand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import pg from 'pg';
import { openRecord } from '../src/main/app/record/openRecord.ts';
import { PASSWORD } from '../test/postgres.ts';
import { makeRecord } from './record/make.ts';

const CHUNK = 1000;
const TABLES = ['workflow_run', 'assignment', 'event', 'activity'] as const;

export type WrittenRows = Readonly<Record<(typeof TABLES)[number], readonly Record<string, SQLOutputValue>[]>>;

/** Reads the rows that the engine wrote. @param known the number of the last event before */
export function writtenRows(folder: string, known: number): WrittenRows {
  const source = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true });
  const all = (sql: string) => source.prepare(sql).all();
  const rows = {
    workflow_run: all('SELECT * FROM workflow_run'),
    assignment: all('SELECT * FROM assignment'),
    event: all(`SELECT * FROM event WHERE seq > ${known}`),
    activity: all("SELECT * FROM activity WHERE kind = 'passkey-assigned'"),
  };
  source.close();
  return rows;
}

/** Inserts rows into a new data folder, with the same tables and indexes. Returns the time in ms. */
export async function insertInSqlite(rows: WrittenRows): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  await openRecord(folder).close();
  const database = new DatabaseSync(join(folder, 'keydesk.db'), { enableForeignKeyConstraints: false });
  database.exec('PRAGMA synchronous = NORMAL');
  const inserts = TABLES.map(table => database.prepare(insertOf(table, rows, () => '?')));
  const values = valuesOf(rows);
  const began = performance.now();
  for (const chunk of chunks(values)) {
    database.exec('BEGIN');
    for (const [i, rows] of chunk.entries()) for (const row of rows) inserts[i]?.run(...row);
    database.exec('COMMIT');
  }
  const took = performance.now() - began;
  database.close();
  rmSync(folder, { recursive: true, force: true });
  return took;
}

/** Inserts rows into a new record, with the same tables, indexes and references. Returns the time in ms. */
export async function insertInPostgres(rows: WrittenRows, url: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  await makeRecord(folder, url);
  const { hostname: host, port, pathname, username: user } = new URL(url);
  // The rows of the users' workflows are not there.
  const client = new pg.Client({
    host,
    port: Number(port),
    database: pathname.slice(1),
    user: 'postgres',
    password: PASSWORD,
  });
  await client.connect();
  await client.query(`SET session_replication_role = replica; SET search_path = keydesk; SET ROLE ${user}`);
  const recorded = withRevision(rows);
  const texts = TABLES.map(table => insertOf(table, recorded, n => `$${n + 1}`));
  const values = valuesOf(recorded);
  const began = performance.now();
  for (const chunk of chunks(values)) {
    await client.query('BEGIN');
    for (const [i, rows] of chunk.entries()) {
      for (const row of rows) await client.query({ name: `insert ${i}`, text: texts[i] ?? '', values: row });
    }
    await client.query('COMMIT');
  }
  const took = performance.now() - began;
  await client.end();
  rmSync(folder, { recursive: true, force: true });
  return took;
}

function insertOf(table: (typeof TABLES)[number], rows: WrittenRows, parameter: (n: number) => string): string {
  const columns = Object.keys(rows[table][0] ?? {});
  return `INSERT INTO ${table} (${columns.map(name => `"${name}"`).join(', ')}) VALUES (${columns.map((_, n) => parameter(n)).join(', ')})`;
}

/** In a record, each row has the number of the revision that changed it. */
function withRevision(rows: WrittenRows): WrittenRows {
  const add = (list: WrittenRows['event']) => list.map(row => ({ ...row, revision: 1 }));
  const { workflow_run, assignment, event, activity } = rows;
  return {
    workflow_run: add(workflow_run),
    assignment: add(assignment),
    event: add(event),
    activity: add(activity),
  };
}

function valuesOf(rows: WrittenRows): SQLOutputValue[][][] {
  return TABLES.map(table => rows[table].map(row => Object.values(row)));
}

/** Yields the next thousand rows of each table, until no table has more. */
function* chunks<T>(lists: readonly (readonly T[])[]): Generator<(readonly T[])[]> {
  const longest = Math.max(...lists.map(list => list.length));
  for (let from = 0; from < longest; from += CHUNK) yield lists.map(list => list.slice(from, from + CHUNK));
}
