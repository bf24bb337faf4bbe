import type { DatabaseSync } from 'node:sqlite';
import { newerRefuser } from '../../../base/store/immediate.ts';
import { directoryMigrations } from './schema.ts';

/** Maximum number of pages per commit. A commit per page would be slow, and after a crash these pages are read again. */
const MOST_PAGES = 25;
/** Maximum time in ms that other writers wait for a transaction whose next page is late. */
const LONGEST_WAIT = 300;

/** One transaction for several pages that arrive in quick succession. */
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
   * Writes a page or other data. Commits with `last`, or when there are many pages.
   * @throws KeydeskError database-newer; any error of `work` or of the commit of earlier pages. Pages that were not committed are rolled
   * back.
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

  /** Commits all uncommitted pages. */
  commit(): void {
    clearTimeout(this.#timer);
    this.#throwFailure();
    this.#commit();
  }

  #commit(): void {
    if (this.#pages > 0) this.#db.exec('COMMIT');
    this.#pages = 0;
  }

  /** Commits by timer. The error is kept for the next page, which must not be written after lost ones. */
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

  /** Rolls back. On a full disk SQLite has already rolled back, and a second time would throw another error. */
  #rollBack(): void {
    this.#pages = 0;
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }
}
