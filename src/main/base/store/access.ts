import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { CompiledQuery, QueryResult } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { openBridge, type RecordBridge } from '../record/bridge.ts';
import { captureOn } from '../record/capture.ts';
import type { Lease } from '../record/link.ts';
import type { RecordClock } from '../record/recordClock.ts';
import { isEmpty } from '../record/rows.ts';
import { type MirrorStateTable, mirrorStateOn } from '../record/state.ts';
import type { RecordTables } from '../record/tables.ts';
import { afterRecorded } from '../record/uncopied.ts';
import { onlyReads, type RunStatement, statementRunner, tableOfWrite } from './nodeSqlite.ts';
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

/** The record that this database is a mirror of, for its writes. */
export interface SharedRecord {
  readonly tables: RecordTables;
  readonly clock: RecordClock;
  /** Waits until no other desk writes, and brings the mirror up to date. @throws KeydeskError as recordError */
  lease(): Promise<Lease>;
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
  readonly #mirror: MirrorStateTable;
  #record: SharedRecord | undefined;
  /** One statement or transaction at a time. */
  readonly #connection = new Queue();
  /** One write at a time, from its first attempt to take the lock to its commit. */
  readonly #writes = new Queue();
  /**
   * The same for writes for this desk alone, while the record is shared. They do not wait for a write that waits for the record: it may wait for what
   * one of them does, such as for a token of the sign-in.
   */
  readonly #ownWrites = new Queue();
  #isOutdated = false;

  /** @param sqlite A connection with a busy timeout of 0 */
  constructor(sqlite: DatabaseSync, options: AccessOptions) {
    this.#sqlite = sqlite;
    this.#options = options;
    this.#run = statementRunner(sqlite, options.file);
    this.#begin = sqlite.prepare('BEGIN IMMEDIATE');
    this.#commit = sqlite.prepare('COMMIT');
    this.#version = sqlite.prepare('PRAGMA user_version');
    this.#mirror = mirrorStateOn(sqlite);
  }

  /** From now on, writes go to this record first, because the database is its mirror. Without one, they stay here. */
  share(record: SharedRecord | undefined): void {
    this.#record = record;
  }

  get isShared(): boolean {
    return this.#record !== undefined;
  }

  /** Returns the time of shared rows, in ms since the epoch: the record's, or this computer's if the record is here. */
  now(): number {
    return this.#record?.clock.now() ?? Date.now();
  }

  bridge(): RecordBridge | undefined {
    const record = this.#record;
    return record === undefined
      ? undefined
      : openBridge(() => record.lease(), { tables: record.tables, clock: record.clock.shared });
  }

  /** Runs one statement. A statement that may write gets a transaction of its own. @throws KeydeskError as `write` */
  execute(query: CompiledQuery): Promise<QueryResult<never>> {
    if (!onlyReads(query))
      return this.#isShared(query) ? this.write(async run => run(query)) : this.writeHere(async run => run(query));
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
   * as storageError.ts names it; as recordError, if the record is shared; errors of `work`
   */
  write<T>(work: (run: RunStatement) => Promise<T>): Promise<T> {
    return this.#writes.run(async () => {
      if (this.#record === undefined) return this.#alone(work);
      // The lock of the record comes before that of the file, for all writers: nobody waits for the record while others wait for the file.
      const lease = await this.#record.lease();
      try {
        return await this.#patiently(() => this.#connection.run(() => this.#attempt(work, lease)));
      } finally {
        await lease.release();
      }
    });
  }

  /**
   * Does the same for tables that belong to this desk alone. It needs no record, so it also works while the record is away.
   * @throws KeydeskError as write; Error if `work` wrote to a table that the desks share
   */
  writeHere<T>(work: (run: RunStatement) => Promise<T>): Promise<T> {
    const queue = this.#record === undefined ? this.#writes : this.#ownWrites;
    return queue.run(() => this.#alone(work));
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
  async idle(): Promise<void> {
    await Promise.all([this.#writes.idle(), this.#ownWrites.idle()]);
  }

  #alone<T>(work: (run: RunStatement) => Promise<T>): Promise<T> {
    return this.#patiently(() => this.#connection.run(() => this.#attempt(work, undefined)));
  }

  /** Returns whether a statement writes to a table of the record. One of an unknown form counts as if it did. */
  #isShared(query: CompiledQuery): boolean {
    if (this.#record === undefined) return false;
    const table = tableOfWrite(query);
    return table === undefined || this.#record.tables.shared.some(({ name }) => name === table);
  }

  async #attempt<T>(work: (run: RunStatement) => Promise<T>, lease: Lease | undefined): Promise<T | typeof LOCKED> {
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
      if (this.#record !== undefined) return await this.#recorded(work, this.#record, lease);
      const result = await this.#unshared(work);
      withFile(file, () => this.#commit.run());
      return result;
    } catch (error) {
      // If the disk is full, SQLite rolls back by itself. A second rollback would fail and hide the reason.
      if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
      throw this.#meaning(error);
    }
  }

  /** SECURITY: another process may have made this database a mirror, and what is written only here would never reach the record. */
  async #unshared<T>(work: (run: RunStatement) => Promise<T>): Promise<T> {
    if (this.#mirror.read() !== undefined) throw new KeydeskError('record-changed', {});
    return work(this.#run);
  }

  /**
   * Runs `work`, records what it wrote, and commits. The commit here follows that of the record: the mirror never has what the record has not.
   * @throws KeydeskError record-uncopied if only the commit here failed
   */
  async #recorded<T>(
    work: (run: RunStatement) => Promise<T>,
    { tables }: SharedRecord,
    lease: Lease | undefined,
  ): Promise<T> {
    if (this.#mirror.read() === undefined) throw new KeydeskError('record-changed', {});
    const capture = captureOn(this.#sqlite, tables);
    try {
      const result = await work(this.#run);
      const changes = capture.changes();
      const { file } = this.#options;
      if (isEmpty(changes.shared)) {
        withFile(file, () => this.#commit.run());
        return result;
      }
      if (lease === undefined) throw new Error('a write for this desk alone wrote to a table that the desks share');
      const revision = await lease.commit(changes);
      afterRecorded(file, () => {
        this.#mirror.advance(revision[0], Date.now(), [revision]);
        this.#commit.run();
      });
      return result;
    } finally {
      capture.close();
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
