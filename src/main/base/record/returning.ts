import type { DatabaseSync } from 'node:sqlite';
import { CompiledQuery } from 'kysely';
import type { Database, Transaction } from '../store/transactions.ts';
import type { Returning } from './giveBack.ts';
import { isConstraint } from './isConstraint.ts';
import { fromJson, type JsonRow } from './rows.ts';
import { quoted, type RecordTable } from './tables.ts';

/** Keeps rows that the record lost until they are recorded anew. Call in the transaction that takes them out of the mirror. */
export function keepReturning(sqlite: DatabaseSync, returning: readonly Returning[]): void {
  const insert = sqlite.prepare('INSERT INTO record_returning (entry) VALUES (?)');
  for (const entry of returning) insert.run(JSON.stringify(entry));
}

/**
 * Records the rows anew that the record lost, in one transaction. A row that the record's rules do not allow any more, such as a second live assignment of a
 * user, is left out. Returns the numbers of both.
 */
export function recordReturning(
  database: Database,
  tables: readonly RecordTable[],
): Promise<{ rows: number; refused: number }> {
  return database.write(async transaction => {
    const { rows: waiting } = await transaction.executeQuery<{ entry: string }>(
      CompiledQuery.raw('SELECT entry FROM record_returning ORDER BY n'),
    );
    const counts = { rows: 0, refused: 0 };
    for (const { entry } of waiting) {
      const returning = JSON.parse(entry) as Returning;
      const table = tables.find(({ name }) => name === returning.table);
      if (table !== undefined && (await isAllowed(transaction, table, returning))) counts.rows++;
      else counts.refused++;
    }
    if (waiting.length > 0) await transaction.executeQuery(CompiledQuery.raw('DELETE FROM record_returning'));
    return counts;
  });
}

async function isAllowed(transaction: Transaction, table: RecordTable, returning: Returning): Promise<boolean> {
  const run = (sql: string, values: readonly unknown[] = []) =>
    transaction.executeQuery(CompiledQuery.raw(sql, [...values]));
  await run('SAVEPOINT returning_row');
  try {
    if ('remove' in returning) await run(...removal(table, returning.remove));
    else await run(...upsert(table, returning.put));
    await run('RELEASE returning_row');
    return true;
  } catch (error) {
    if (!isRefused(error)) throw error;
    await run('ROLLBACK TO returning_row');
    await run('RELEASE returning_row');
    return false;
  }
}

function removal({ name, key, columns }: RecordTable, row: JsonRow): [string, unknown[]] {
  const typeOf = (column: string) => columns.find(one => one.name === column)?.type ?? 'TEXT';
  return [
    `DELETE FROM "${name}" WHERE ${key.map(one => `"${one}" = ?`).join(' AND ')}`,
    key.map(one => fromJson(row[one], typeOf(one))),
  ];
}

/** A row without its key gets a new number. */
function upsert({ name, key, columns }: RecordTable, row: JsonRow): [string, unknown[]] {
  const given = columns.filter(column => column.name in row);
  const values = given.map(column => fromJson(row[column.name], column.type));
  const into = `INSERT INTO "${name}" (${quoted(given.map(column => column.name))}) VALUES (${given.map(() => '?').join(', ')})`;
  const others = given.filter(column => !key.includes(column.name));
  if (others.length === 0) return [`${into} ON CONFLICT DO NOTHING`, values];
  if (others.length === given.length) return [into, values];
  const set = others.map(column => `"${column.name}" = excluded."${column.name}"`).join(', ');
  return [`${into} ON CONFLICT (${quoted(key)}) DO UPDATE SET ${set}`, values];
}

function isRefused(error: unknown): boolean {
  return isConstraint(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}
