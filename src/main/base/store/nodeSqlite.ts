import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { CompiledQuery, QueryResult } from 'kysely';
import { withFile } from './storageError.ts';

/**
 * Maximum number of prepared statements. Kysely creates the same few texts, so more than this means that texts contain
 * values.
 */
const MAX_STATEMENTS = 100;

/**
 * Runs one statement synchronously.
 * @throws KeydeskError as storageError.ts names it; any other error of SQLite unchanged
 */
export type RunStatement = (query: Pick<CompiledQuery, 'sql' | 'parameters'>) => QueryResult<never>;

/**
 * Returns a function that runs Kysely's statements on a node:sqlite database. It prepares each text once. Its errors
 * name `file`.
 */
export function statementRunner(sqlite: DatabaseSync, file: string): RunStatement {
  const statements = new Map<string, { statement: StatementSync; yieldsRows: boolean }>();
  const prepared = (sql: string) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= MAX_STATEMENTS) statements.clear();
    const statement = sqlite.prepare(sql);
    const made = { statement, yieldsRows: statement.columns().length > 0 };
    statements.set(sql, made);
    return made;
  };
  return ({ sql, parameters }) =>
    withFile(file, () => {
      const { statement, yieldsRows } = prepared(sql);
      const values = parameters as SQLInputValue[];
      if (yieldsRows) return { rows: statement.all(...values) as never[] };
      const { changes, lastInsertRowid } = statement.run(...values);
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
    });
}

/**
 * Returns whether a statement only reads. A statement of an unknown kind counts as a write, which waits for the lock, and for the record if desks share
 * one.
 */
export function onlyReads({
  query,
  sql,
}: Pick<CompiledQuery, 'sql'> & { readonly query: { readonly kind: string } }): boolean {
  if (query.kind === 'SelectQueryNode' || /^\s*(select|pragma|explain)\b/i.test(sql)) return true;
  // WITH also begins statements that write. Each of those has one of these words.
  return /^\s*with\b/i.test(sql) && !/\b(insert|update|delete|replace)\b/i.test(sql);
}

/** Returns the table that a statement writes to; undefined if its form is unknown. */
export function tableOfWrite({ sql }: CompiledQuery): string | undefined {
  const match =
    /^\s*(?:insert(?:\s+or\s+\w+)?\s+into|replace\s+into|update(?:\s+or\s+\w+)?|delete\s+from)\s+"?(\w+)"?/i.exec(sql);
  return match?.[1];
}
