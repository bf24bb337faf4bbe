import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import { isAway } from '../../base/record/trouble.ts';
import type { Store } from '../../base/store/database.ts';
import { isBusy } from '../../base/store/storageError.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { appendIn, type NewRow, type WaitingRow } from './append.ts';
import type { HeadFile } from './head.ts';
import type { ActivityWriter } from './writer.ts';

export interface SharedWriterParts {
  readonly folder: string;
  readonly database: Store['database'];
  readonly head: HeadFile;
  readonly log: (message: string) => void;
}

/** How many entries one transaction takes to the record. */
const PIECE = 200;
/** The wait before the next attempt, in ms. */
const AGAIN = 1000;
/** How long a read waits for entries on their way to the record, and how long closing does, in ms. */
const READ_WAIT = 1000;

/**
 * Opens the writer of a desk that shares its record. An entry is written to `activity_waiting` of this desk at once, and then moved to the
 * record's log, in the order of the entries. While the record is away they wait, also through restarts.
 */
export function openSharedWriter(parts: SharedWriterParts): ActivityWriter {
  const writing = new Waiting(parts);
  writing.begin();
  return writing;
}

/** An entry that waits, and whether it may be in the log already. */
interface Waited {
  readonly row: WaitingRow;
  /** Whether a former attempt to move it may have reached the record. */
  readonly isDoubtful: boolean;
}

/**
 * Leaves out entries that are in the log already. Another desk has moved them: this data folder is a copy of another's, and they waited when it was copied, or the other way
 * round. Or another desk has brought them back to a record that lost them.
 */
async function withoutKnown(transaction: Transaction, waiting: readonly Waited[]): Promise<WaitingRow[]> {
  const left: WaitingRow[] = [];
  for (const { row, isDoubtful } of waiting) {
    const same = transaction.selectFrom('activity').select('seq').where('at', '=', row.at);
    const placed =
      row.desk !== undefined
        ? same.where('desk', '=', row.desk)
        : isDoubtful
          ? same
          : same.where('desk', '<>', sql<string>`(SELECT desk FROM record_mirror)`);
    const known = await placed
      .where('kind', '=', row.kind)
      .where('result', '=', row.result)
      .where('actor', '=', row.actor)
      .where('user_id', 'is', row.user_id)
      .where('key_id', 'is', row.key_id)
      .where('correlation_id', '=', row.correlation_id)
      .where('facts', '=', row.facts)
      .executeTakeFirst();
    if (known === undefined) left.push(row);
  }
  return left;
}

class Waiting implements ActivityWriter {
  readonly #parts: SharedWriterParts;
  readonly #sqlite: DatabaseSync;
  /** Entries that could not be written to this desk, because another program had the database locked. */
  readonly #unwritten: NewRow[] = [];
  #timer: NodeJS.Timeout | undefined;
  #moving: Promise<void> | undefined;
  #isClosed = false;
  /** The trouble that was last written to the program log. It is tried again every second, and said once. */
  #told: string | undefined;
  /** The last entry that a former attempt may have moved to the record, although it waits here. */
  #doubtfulTo = 0;

  constructor(parts: SharedWriterParts) {
    this.#parts = parts;
    this.#sqlite = new DatabaseSync(join(parts.folder, 'keydesk.db'), { timeout: 0 });
  }

  begin(): void {
    this.#doubtfulTo = this.#lastWaiting();
    void this.#move();
  }

  append(row: NewRow): void {
    this.#unwritten.push(row);
    this.#keep();
    void this.#move();
  }

  note(): void {
    this.#noteHead();
  }

  async written(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, READ_WAIT).unref();
    });
    await Promise.race([this.#move(), late]);
    clearTimeout(timer);
  }

  async close(): Promise<void> {
    await this.written();
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#moving;
    this.#keep();
    this.#sqlite.close();
    if (this.#unwritten.length > 0)
      throw new KeydeskError('activity-unwritten', { entries: this.#unwritten.length, reason: 'database-busy' });
  }

  /** Writes entries to this desk. Those that cannot be written now are tried again. */
  #keep(): void {
    const insert = this.#sqlite.prepare('INSERT INTO activity_waiting (entry) VALUES (?)');
    try {
      for (let row = this.#unwritten[0]; row !== undefined; row = this.#unwritten[0]) {
        insert.run(JSON.stringify(row));
        this.#unwritten.shift();
      }
    } catch (error) {
      if (!isBusy(error)) this.#parts.log(`activity: ${String(error)}`);
      this.#later();
    }
  }

  /** Moves what waits. Entries that come meanwhile are moved too. Never rejects. */
  #move(): Promise<void> {
    this.#moving ??= this.#moveAll().finally(() => {
      this.#moving = undefined;
    });
    return this.#moving;
  }

  async #moveAll(): Promise<void> {
    try {
      for (;;) {
        this.#keep();
        if (this.#sqlite.prepare('SELECT 1 FROM activity_waiting').get() === undefined) return;
        await this.#parts.database.write(async transaction => {
          const rows = await transaction.selectFrom('activity_waiting').selectAll().orderBy('n').limit(PIECE).execute();
          const waiting = rows.map(({ n, entry }) => ({
            row: JSON.parse(entry) as WaitingRow,
            isDoubtful: n <= this.#doubtfulTo,
          }));
          await appendIn(transaction, await withoutKnown(transaction, waiting));
          const last = rows.at(-1)?.n ?? 0;
          await transaction.deleteFrom('activity_waiting').where('n', '<=', last).execute();
        });
        this.#told = undefined;
        this.#noteHead();
      }
    } catch (error) {
      const { code } = toFailure(error);
      this.#doubtfulTo = this.#lastWaiting();
      if (!isAway(error) && code !== this.#told) this.#parts.log(`activity: ${code}`);
      this.#told = code;
      this.#later();
    }
  }

  #lastWaiting(): number {
    return Number(this.#sqlite.prepare('SELECT max(n) AS n FROM activity_waiting').get()?.n ?? 0);
  }

  #later(): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#move();
    }, AGAIN).unref();
  }

  #noteHead(): void {
    try {
      const newest = this.#sqlite.prepare('SELECT seq, hash FROM activity ORDER BY seq DESC LIMIT 1').get();
      const hashAt = (count: number) => {
        const hash = this.#sqlite.prepare('SELECT hash FROM activity WHERE seq = ?').get(count)?.hash;
        return hash === undefined ? undefined : String(hash);
      };
      if (newest !== undefined)
        this.#parts.head.advance({ count: Number(newest.seq), hash: String(newest.hash) }, { wasEmpty: false, hashAt });
    } catch (error) {
      this.#parts.log(`activity: ${String(error)}`);
    }
  }
}
