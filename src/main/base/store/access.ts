import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { CompiledQuery, QueryResult } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { onlyReads, type RunStatement, statementRunner } from './nodeSqlite.ts';
import { Queue } from './queue.ts';
import { withFile } from './storageError.ts';

export interface AccessOptions {
  readonly file: string;
  /** The version of the database that this Keydesk writes. */
  readonly version: number;
  readonly log: (message: string) => void;
  /** How long a statement waits for another process that has the database locked, in ms. */
  readonly patience: number;
}

/** How often to try again while another process has the database locked, in ms. */
const LOOK = 4;
/** Waits longer than this, in ms, are written to the program log. */
const LONG = 1000;

const LOCKED = Symbol('locked');

/**
 * Runs all statements on the connection of the store, one at a time. It never blocks the event loop while another
 * process holds the lock: it releases the connection, waits, and retries. So reads continue while a write waits.
 */
export class Access {
  readonly #sqlite: DatabaseSync;
  readonly #options: AccessOptions;
  readonly #run: RunStatement;
  readonly #begin;
  readonly #commit;
  readonly #version;
  /** One statement or transaction at a time. */
  readonly #connection = new Queue();
  /** One write at a time, from its first attempt to take the lock to its commit. */
  readonly #writes = new Queue();
  #isOutdated = false;

  /** @param sqlite A connection with a busy timeout of 0 */
  constructor(sqlite: DatabaseSync, options: AccessOptions) {
    this.#sqlite = sqlite;
    this.#options = options;
    this.#run = statementRunner(sqlite, options.file);
    this.#begin = sqlite.prepare('BEGIN IMMEDIATE');
    this.#commit = sqlite.prepare('COMMIT');
    this.#version = sqlite.prepare('PRAGMA user_version');
  }

  /** Runs one statement. A statement that may write gets a transaction of its own. @throws KeydeskError as `write` */
  execute(query: CompiledQuery): Promise<QueryResult<never>> {
    if (!onlyReads(query)) return this.write(async run => run(query));
    return this.#patiently(() =>
      this.#connection.run(async () => {
        try {
          return this.#run(query);
        } catch (error) {
          if (hasCode(error, 'database-busy')) return LOCKED;
          throw this.#meaning(error);
        }
      }),
    );
  }

  /**
   * Runs `work` in a transaction that takes the write lock at its beginning, so that what it reads stays true until the
   * commit. Rolls everything back if `work` throws.
   * @throws KeydeskError database-busy after `patience`; database-newer if a newer Keydesk has migrated the database;
   * as storageError.ts names it; errors of `work`
   */
  write<T>(work: (run: RunStatement) => Promise<T>): Promise<T> {
    return this.#writes.run(() => this.#patiently(() => this.#connection.run(() => this.#attempt(work))));
  }

  /**
   * Checks that this Keydesk can still write to the database. Call before work that changes something outside, because
   * its entry in the activity log could not be written afterwards.
   * @throws KeydeskError database-newer if a newer Keydesk has migrated the database
   */
  refuseOutdated(): void {
    try {
      withFile(this.#options.file, () => this.#isNewer() && this.#noteNewer());
    } catch (error) {
      // A lock says nothing about the version. The work itself waits for the lock if it needs it.
      if (!hasCode(error, 'database-busy')) throw error;
    }
    this.#refuseOutdated();
  }

  /** Resolves when no write of this process is waiting. */
  idle(): Promise<void> {
    return this.#writes.idle();
  }

  async #attempt<T>(work: (run: RunStatement) => Promise<T>): Promise<T | typeof LOCKED> {
    const { file } = this.#options;
    this.#refuseOutdated();
    try {
      withFile(file, () => this.#begin.run());
    } catch (error) {
      if (hasCode(error, 'database-busy')) return LOCKED;
      throw error;
    }
    try {
      if (this.#isNewer()) this.#noteNewer();
      this.#refuseOutdated();
      const result = await work(this.#run);
      withFile(file, () => this.#commit.run());
      return result;
    } catch (error) {
      // If the disk is full, SQLite rolls back by itself. A second rollback would fail and hide the reason.
      if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
      throw this.#meaning(error);
    }
  }

  async #patiently<T>(attempt: () => Promise<T | typeof LOCKED>): Promise<T> {
    const { file, log, patience } = this.#options;
    const since = performance.now();
    for (let told = false; ; ) {
      const result = await attempt();
      if (result !== LOCKED) return result;
      const waited = performance.now() - since;
      if (waited >= patience) throw new KeydeskError('database-busy', { file });
      if (waited >= LONG && !told) {
        log(`database: another program has ${file} locked; Keydesk waits for it`);
        told = true;
      }
      await delay(LOOK);
    }
  }

  /**
   * Returns database-newer if a newer Keydesk has migrated the database. Its tables may not match the statement, so
   * that explains an error best.
   */
  #meaning(error: unknown): unknown {
    const isSqlites = error instanceof Error && 'errcode' in error;
    if (!isSqlites || !this.#isNewer()) return error;
    this.#noteNewer();
    return this.#newer();
  }

  #isNewer(): boolean {
    return Number(this.#version.get()?.user_version) > this.#options.version;
  }

  #noteNewer(): void {
    if (!this.#isOutdated)
      this.#options.log(`database: a newer Keydesk has migrated ${this.#options.file}; this one stops writing`);
    this.#isOutdated = true;
  }

  #refuseOutdated(): void {
    if (this.#isOutdated) throw this.#newer();
  }

  #newer(): KeydeskError {
    return new KeydeskError('database-newer', { file: this.#options.file });
  }
}
