import { DatabaseSync, StatementSync } from 'node:sqlite';

/** Runs `work`, which executes a statement, or stops the code here. */
export type Around = <T>(database: DatabaseSync, sql: string, work: () => T) => T;

/** From now on, every statement of this thread on any database of SQLite runs within `around`. */
export function aroundStatements(around: Around): void {
  const { exec, prepare } = DatabaseSync.prototype;
  const sources = new WeakMap<StatementSync, { database: DatabaseSync; sql: string }>();
  DatabaseSync.prototype.exec = function (sql) {
    return around(this, sql, () => exec.call(this, sql));
  };
  DatabaseSync.prototype.prepare = function (sql, ...options) {
    const statement = prepare.call(this, sql, ...options);
    sources.set(statement, { database: this, sql });
    return statement;
  };
  for (const name of ['run', 'get', 'all'] as const) {
    const original = StatementSync.prototype[name] as (...values: unknown[]) => unknown;
    StatementSync.prototype[name] = function (this: StatementSync, ...values: unknown[]) {
      const source = sources.get(this);
      const work = () => original.apply(this, values);
      return source === undefined ? work() : around(source.database, source.sql, work);
    } as never;
  }
}
