import type { DatabaseSync } from 'node:sqlite';
import { type Expression, type SqlBool, sql } from 'kysely';
import { fold } from '../fold.ts';

/**
 * Registers the SQL function `fold` on a connection. Only queries use it: an index or a trigger with it would fail on
 * all other connections.
 */
export function registerFold(sqlite: DatabaseSync): void {
  sqlite.function('fold', { deterministic: true, directOnly: true }, text =>
    text === null ? null : fold(String(text)),
  );
}

/** Returns the text of a row that `contains` searches, for a program that stores it elsewhere. */
export function foldedText(values: readonly (string | null)[]): string {
  return fold(values.filter(value => value !== null).join('\n'));
}

/**
 * Returns the condition that one of some columns contains a text, compared as `fold` does. SQLite itself compares plain
 * ASCII, which most text is. A text with more bytes than characters is not ASCII: `fold` calls JavaScript once for such
 * a text.
 */
export function contains(columns: readonly string[], text: string): Expression<SqlBool> {
  const folded = fold(text);
  const pattern = `%${folded.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const names = columns.map(column => sql.ref(column));
  const plain = names.map(name => sql`${name} LIKE ${pattern} ESCAPE '\\'`);
  const other = names.map(
    name => sql`length(${name}) <> octet_length(${name}) AND instr(fold(${name}), ${folded}) > 0`,
  );
  return sql<boolean>`(${sql.join([...plain, ...other], sql` OR `)})`;
}
