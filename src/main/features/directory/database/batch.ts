import type { DatabaseSync } from 'node:sqlite';
import { newerRefuser } from '../../../base/store/immediate.ts';
import { directoryMigrations } from './schema.ts';

/** A page alone is not worth a commit; after a crash so many are read again. */
const MOST_PAGES = 25;
/** How long others who write wait for a transaction whose next page is late, in ms. */
const LONGEST_WAIT = 300;

/** One transaction over the pages that come in quick succession. */
export class Batch {
  readonly #db: DatabaseSync;
  #pages = 0;
  #timer: NodeJS.Timeout | undefined;
  #failure: { cause: unknown } | undefined;
  readonly #refuseNewer: () => void;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#refuseNewer = newerRefuser({ sqlite: db, file: db.location() ?? '', version: directoryMigrations.length });
  }

  /**
   * Writes a page, or what else there is; with `last`, or when there are many, all of them are committed.
   * @throws KeydeskError database-newer; any error of `work` or of the commit of earlier pages. Pages that were not committed are
   * rolled back.
   */
  write<T>(work: () => T, last: boolean): T {
    clearTimeout(this.#timer);
    this.#throwFailure();
    if (this.#pages === 0) this.#db.exec('BEGIN IMMEDIATE');
    this.#pages++;
    try {
      this.#refuseNewer();
      const result = work();
      if (last || this.#pages >= MOST_PAGES) this.#commit();
      else this.#timer = setTimeout(() => this.#commitUnasked(), LONGEST_WAIT).unref();
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** Commits what is written so far. */
  commit(): void {
    clearTimeout(this.#timer);
    this.#throwFailure();
    this.#commit();
  }

  #commit(): void {
    if (this.#pages > 0) this.#db.exec('COMMIT');
    this.#pages = 0;
  }

  /** The next page must not be written on top of lost ones, so it is told of the failure. */
  #commitUnasked(): void {
    try {
      this.#commit();
    } catch (cause) {
      this.#failure = { cause };
      this.#rollBack();
    }
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.cause;
  }

  /** On a full disk SQLite has done it already, and would fail at a second one with another error. */
  #rollBack(): void {
    this.#pages = 0;
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }
}
