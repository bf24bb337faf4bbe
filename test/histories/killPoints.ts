import { DatabaseSync, StatementSync } from 'node:sqlite';
import pg from 'pg';

/**
 * The moments at which a desk may end: before and after each statement that writes to keydesk.db, each query of the record, and its answer. Only
 * those of this thread are seen.
 */
export interface Moments {
  /** @throws anything, to stop the code of the desk here */
  sqlite(database: DatabaseSync, name: string): void;
  /** Returns a promise that never ends to stop the code of the desk here; undefined to go on. */
  postgres(client: pg.Client, name: string): Promise<never> | undefined;
}

const WRITES = /^\s*(begin|commit|insert|update|delete|rollback)/i;

export function watchMoments(moments: Moments): void {
  watchSqlite(moments);
  watchPostgres(moments);
}

function watchSqlite({ sqlite: moment }: Moments): void {
  const { exec, prepare } = DatabaseSync.prototype;
  const sources = new WeakMap<StatementSync, { database: DatabaseSync; sql: string }>();
  const around = <T>(database: DatabaseSync, sql: string, work: () => T): T => {
    const word = WRITES.exec(sql)?.[1]?.toUpperCase();
    if (word === undefined) return work();
    moment(database, `before ${word}`);
    const result = work();
    moment(database, `after ${word}`);
    return result;
  };
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

function watchPostgres({ postgres: moment }: Moments): void {
  const query = pg.Client.prototype.query as (this: pg.Client, ...values: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...values: unknown[]) {
    const name = nameOf(typeof values[0] === 'string' ? values[0] : '');
    const stopped = moment(this, `before the record's ${name}`);
    if (stopped !== undefined) return stopped;
    const answer = query.apply(this, values);
    if (!(answer instanceof Promise)) return answer;
    return answer.then(result => moment(this, `after the record's ${name}`) ?? result);
  } as never;
}

function nameOf(text: string): string {
  if (text.includes('.record(')) return 'COMMIT';
  if (text.includes('pg_advisory_xact_lock')) return 'lock';
  if (text.includes('ROLLBACK')) return 'ROLLBACK';
  return 'query';
}
