import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { withFile } from './storageError.ts';

/** Kysely makes the same few texts again and again; more than this many means texts with values in them. */
const MAX_STATEMENTS = 100;

/**
 * Returns a node:sqlite database in the shape that Kysely's SQLite dialect expects. Each text is prepared once. Errors that the
 * file or its disk causes are thrown as KeydeskErrors that name `file`.
 */
export function nodeSqlite(sqlite: DatabaseSync, file: string): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => sqlite.close(),
    prepare: sql => {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      if (statements.size >= MAX_STATEMENTS) statements.clear();
      const statement = withFile(file, () => prepare(sqlite, sql, file));
      statements.set(sql, statement);
      return statement;
    },
  };
}

/** A statement that yields columns is a reader. */
function prepare(sqlite: DatabaseSync, sql: string, file: string): SqliteStatement {
  const statement = sqlite.prepare(sql);
  const run = (parameters: readonly unknown[]) => {
    // A full disk has SQLite roll back by itself. Kysely rolls back too, and the error of that would hide the reason.
    if (sql === 'rollback' && !sqlite.isTransaction) return { changes: 0, lastInsertRowid: 0 };
    return statement.run(...(parameters as SQLInputValue[]));
  };
  return {
    reader: statement.columns().length > 0,
    all: parameters => withFile(file, () => statement.all(...(parameters as SQLInputValue[]))),
    run: parameters => withFile(file, () => run(parameters)),
    iterate: parameters => statement.iterate(...(parameters as SQLInputValue[])),
  };
}
