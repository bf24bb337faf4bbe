import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { CompiledQuery, QueryResult } from 'kysely';
import { withFile } from './storageError.ts';

/** Kysely makes the same few texts again and again; more than this many means texts with values in them. */
const MAX_STATEMENTS = 100;

/** Runs one statement at once. @throws KeydeskError as storageError.ts names it; any other error of SQLite as it is */
export type RunStatement = (query: Pick<CompiledQuery, 'sql' | 'parameters'>) => QueryResult<never>;

/** Returns how Kysely's statements run on a node:sqlite database. Each text is prepared once. Errors name `file`. */
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

/** Whether a statement only reads. What cannot be told counts as a write, which takes the lock and does no harm. */
export function onlyReads({ query, sql }: CompiledQuery): boolean {
  return query.kind === 'SelectQueryNode' || /^\s*(select|pragma|explain)\b/i.test(sql);
}
