/**
 * Loaded before a program (`--import`), this kills it at one of its writes to keydesk.db with SIGKILL, like a power
 * failure. KEYDESK_KILLED_AT is `THREAD:WHEN:N[:TEXT]`: `main`, or `engine` for the workflows' thread; `before` or
 * `after`; the number of the write, from 1, among those that begin with a text. A write is a commit that changes
 * something, or a statement outside a transaction. A commit begins with the first statement of its transaction that
 * writes.
 */
import { writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isMainThread } from 'node:worker_threads';
import { aroundStatements } from './aroundStatements.ts';

const [thread, when, number, start = ''] = (process.env.KEYDESK_KILLED_AT ?? '').split(':');
const { prepare } = DatabaseSync.prototype;
const changed = new WeakMap<DatabaseSync, unknown>();
const begun = new WeakMap<DatabaseSync, string>();
let writes = 0;

function kill(sql: string): void {
  writeSync(2, `killed ${when} ${sql.replaceAll(/\s+/g, ' ').slice(0, 120)}\n`);
  process.kill(process.pid, 'SIGKILL');
  // Blocks until the signal arrives.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function hasChanged(db: DatabaseSync): boolean {
  const { n } = prepare.call(db, 'SELECT total_changes() AS n').get() ?? {};
  const before = changed.get(db) ?? 0;
  changed.set(db, n);
  return n !== before;
}

function around<T>(db: DatabaseSync, sql: string, work: () => T): T {
  if (db.location()?.endsWith('keydesk.db') !== true) return work();
  const isStatement = /^\s*(insert|update|delete)/i.test(sql);
  if (isStatement && db.isTransaction && !begun.has(db)) begun.set(db, sql);
  if (db.isTransaction ? !/^\s*commit/i.test(sql) : !isStatement) return work();
  const first = begun.get(db) ?? sql;
  begun.delete(db);
  if (!first.startsWith(start) || (db.isTransaction && !hasChanged(db))) return work();
  const here = ++writes === Number(number);
  if (here && when === 'before') kill(first);
  const result = work();
  if (here && when === 'after') kill(first);
  return result;
}

if (thread === (isMainThread ? 'main' : 'engine')) aroundStatements(around);
