import { writeSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import pg from 'pg';

/**
 * Lets a process end itself with SIGKILL at a chosen moment: before or after a statement that writes to keydesk.db, a query of the record, or its
 * answer. Only the moments of this thread count.
 */
export interface KillPoints {
  /** Ends the process at the n-th moment from now. */
  arm(n: number): void;
  disarm(): void;
}

const WRITES = /^\s*(begin|commit|insert|update|delete|rollback)/i;

export function installKillPoints(): KillPoints {
  let left = Number.POSITIVE_INFINITY;
  const moment = (name: string) => {
    left--;
    if (left !== 0) return;
    writeSync(2, `killed ${name}\n`);
    process.kill(process.pid, 'SIGKILL');
    // Blocks until the signal arrives.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  watchSqlite(moment);
  watchPostgres(moment);
  return {
    arm: n => {
      left = n;
    },
    disarm: () => {
      left = Number.POSITIVE_INFINITY;
    },
  };
}

function watchSqlite(moment: (name: string) => void): void {
  const { exec, prepare } = DatabaseSync.prototype;
  const sources = new WeakMap<StatementSync, string>();
  const around = <T>(sql: string, work: () => T): T => {
    const word = WRITES.exec(sql)?.[1]?.toUpperCase();
    if (word === undefined) return work();
    moment(`before ${word}`);
    const result = work();
    moment(`after ${word}`);
    return result;
  };
  DatabaseSync.prototype.exec = function (sql) {
    return around(sql, () => exec.call(this, sql));
  };
  DatabaseSync.prototype.prepare = function (sql, ...options) {
    const statement = prepare.call(this, sql, ...options);
    sources.set(statement, sql);
    return statement;
  };
  for (const name of ['run', 'get', 'all'] as const) {
    const original = StatementSync.prototype[name] as (...values: unknown[]) => unknown;
    StatementSync.prototype[name] = function (this: StatementSync, ...values: unknown[]) {
      return around(sources.get(this) ?? '', () => original.apply(this, values));
    } as never;
  }
}

function watchPostgres(moment: (name: string) => void): void {
  const query = pg.Client.prototype.query as (this: pg.Client, ...values: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...values: unknown[]) {
    const text = typeof values[0] === 'string' ? values[0] : '';
    const name = nameOf(text);
    moment(`before the record's ${name}`);
    const answer = query.apply(this, values);
    if (!(answer instanceof Promise)) return answer;
    return answer.then(result => {
      moment(`after the record's ${name}`);
      return result;
    });
  } as never;
}

function nameOf(text: string): string {
  if (text.includes('.record(')) return 'COMMIT';
  if (text.includes('pg_advisory_xact_lock')) return 'lock';
  if (text.includes('ROLLBACK')) return 'ROLLBACK';
  return 'query';
}
