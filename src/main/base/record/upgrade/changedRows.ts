import type { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { linesApart } from '../apart.ts';
import type { RecordClient } from '../connect.ts';
import { copyInto } from '../copy.ts';
import { SCHEMA } from '../recordSchema.ts';
import { columnsOf, quoted, type RecordTable } from '../tables.ts';
import { runLong } from './runLong.ts';

/**
 * Brings a table of the record to the rows that a migrated database has, as part of a revision. Returns how many were changed, added or removed. All that change go before the
 * first comes, because a unique value may have moved.
 * @throws errors of PostgreSQL
 */
export async function writeChangedRows(
  client: RecordClient,
  sqlite: DatabaseSync,
  table: RecordTable,
  revision: number,
): Promise<number> {
  const { here, there } = await linesApart(client, sqlite, table);
  if (here.size === 0 && there.size === 0) return 0;
  const { name, key } = table;
  const places = key.map(name => table.columns.findIndex(column => column.name === name));
  const keyOf = (line: string) => {
    const values = line.split('\t');
    return places.map(place => values[place]).join('\t');
  };
  const kept = new Set(Array.from(here, keyOf));
  const gone = Array.from(there.keys(), keyOf).filter(each => !kept.has(each));
  const run = (sql: string) => runLong(client, sql);
  await run(`CREATE TEMP TABLE now (LIKE ${SCHEMA}."${name}"); CREATE TEMP TABLE gone (LIKE ${SCHEMA}."${name}");
    ${[...table.columns.map(column => column.name), 'revision']
      .filter(column => !key.includes(column))
      .map(column => `ALTER TABLE gone ALTER COLUMN "${column}" DROP NOT NULL`)
      .join('; ')}`);
  const columns = `${columnsOf(table)}, revision`;
  await copyLines(client, `pg_temp.now (${columns})`, withRevision(here, revision));
  await copyLines(client, `pg_temp.gone (${quoted(key)})`, gone);
  const isSame = key.map(column => `t."${column}" = r."${column}"`).join(' AND ');
  const pairs = key.map(column => `'${column}', "${column}"`).join(', ');
  await run(`DELETE FROM ${SCHEMA}."${name}" t USING pg_temp.gone r WHERE ${isSame}`);
  await run(`DELETE FROM ${SCHEMA}."${name}" t USING pg_temp.now r WHERE ${isSame}`);
  await run(`INSERT INTO ${SCHEMA}.removed SELECT '${name}', jsonb_build_object(${pairs}), ${revision} FROM pg_temp.gone
    ON CONFLICT (name, key) DO UPDATE SET revision = excluded.revision`);
  await run(`INSERT INTO ${SCHEMA}."${name}" (${columns}) SELECT ${columns} FROM pg_temp.now`);
  await run('DROP TABLE pg_temp.now, pg_temp.gone');
  return kept.size + gone.length;
}

function* withRevision(lines: Iterable<string>, revision: number): Generator<string> {
  for (const line of lines) yield `${line}\t${revision}`;
}

async function copyLines(client: RecordClient, into: string, lines: Iterable<string>): Promise<void> {
  function* ended(): Generator<string> {
    for (const line of lines) yield `${line}\n`;
  }
  await pipeline(Readable.from(ended(), { objectMode: true }), copyInto(client, into));
}
