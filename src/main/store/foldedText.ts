import type { DatabaseSync } from 'node:sqlite';
import { type Expression, type SqlBool, sql } from 'kysely';
import { fold } from '../fold.ts';

/** Gives a connection the SQL function `fold`. Only queries use it: an index or a trigger with it would stop all other connections. */
export function registerFold(sqlite: DatabaseSync): void {
  sqlite.function('fold', { deterministic: true, directOnly: true }, text =>
    text === null ? null : fold(String(text)),
  );
}

/** Returns what `contains` searches in a row, for a program that keeps it elsewhere. */
export function foldedText(values: readonly (string | null)[]): string {
  return fold(values.filter(value => value !== null).join('\n'));
}

/**
 * The condition that one of some columns contains a text, as `fold` compares texts. Rows of plain ASCII, which are most, are
 * compared by SQLite itself: `fold` calls JavaScript.
 */
export function contains(columns: readonly string[], text: string): Expression<SqlBool> {
  const folded = fold(text);
  const pattern = `%${folded.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const all = sql`concat_ws(char(10), ${sql.join(columns.map(column => sql.ref(column)))})`;
  return sql<boolean>`CASE WHEN ${all} GLOB ${NOT_ASCII} THEN instr(fold(${all}), ${folded}) > 0
    ELSE ${all} LIKE ${pattern} ESCAPE '\\' END`;
}

const NOT_ASCII = '*[^\u0001-\u007f]*';
