import { DatabaseSync } from 'node:sqlite';
import { beginWaiting } from '../store/beginWaiting.ts';
import { isBusy } from '../store/storageError.ts';
import { emptyForRecord, mirrorOn } from './mirror.ts';
import type { RecordChanges } from './rows.ts';
import { type MirrorState, mirrorStateOn } from './state.ts';
import type { RecordTables } from './tables.ts';

/** What a transaction of this desk wrote to the desk's own tables. The record keeps it until the next one. */
export interface KeptChanges {
  readonly revision: number;
  readonly changes: RecordChanges;
}

/** What the record said about everything after a revision. */
export interface ChangesAnswer extends RecordChanges {
  /** The newest revision, up to which the changes go. */
  readonly head: number;
  /** What this desk's last transaction wrote to its own tables, if its commit here may not have been made. */
  readonly own: KeptChanges | null;
}

/** The connection over which the tables of keydesk.db follow the record. */
export interface MirrorConnection {
  /** Returns undefined if keydesk.db is a record of its own. */
  state(): MirrorState | undefined;
  /**
   * Applies an answer, unless the mirror has all of it. Waits while another connection writes. Rows are given as they are now, so an answer may begin
   * before the revision of the mirror.
   */
  take(answer: ChangesAnswer): Promise<void>;
  /** Notes that the record was seen, and has nothing new. */
  seen(): void;
  /** Runs `work` in one transaction that another connection does not interrupt. The mirror has all of it, or nothing. */
  inOne<T>(
    work: (apply: (changes: RecordChanges) => void, advance: (revision: number) => void) => Promise<T>,
  ): Promise<T>;
  /**
   * Fills the tables again from the record, in one transaction, unless they were already filled with the columns of this version. `fill` returns the revision up to which it
   * did. Entries of logs stay.
   */
  refill(version: number, fill: (apply: (changes: RecordChanges) => void) => Promise<number>): Promise<void>;
  close(): void;
}

/**
 * How often the time of the last sight is written, in ms. Each write wakes the lists of all windows, so between two of them it is in memory.
 */
const NOTE_SEEN = 60_000;

export function openMirrorConnection(
  file: string,
  { shared, own }: RecordTables,
  now: () => number = Date.now,
): MirrorConnection {
  const sqlite = new DatabaseSync(file, { enableForeignKeyConstraints: false, timeout: 0 });
  sqlite.exec('PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA recursive_triggers = OFF');
  const mirror = mirrorOn(sqlite, [...shared, ...own]);
  const state = mirrorStateOn(sqlite);
  let seenAt = 0;
  const inOne: MirrorConnection['inOne'] = async work => {
    await beginWaiting(sqlite);
    try {
      const result = await work(mirror.apply, revision => state.advance(revision, now()));
      sqlite.exec('COMMIT');
      return result;
    } catch (error) {
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
      throw error;
    }
  };
  return {
    state: () => {
      const known = state.read();
      return known && { ...known, seenAt: Math.max(known.seenAt, seenAt) };
    },
    inOne,
    take: async answer => {
      if ((state.read()?.revision ?? 0) >= answer.head) return;
      await inOne(async (apply, advance) => {
        const revision = state.read()?.revision ?? 0;
        if (revision >= answer.head) return;
        apply(answer);
        // Otherwise the commit here was made, and later writes may have changed the same rows.
        if (answer.own !== null && answer.own.revision > revision) apply(answer.own.changes);
        advance(answer.head);
      });
    },
    refill: (version, fill) =>
      inOne(async (apply, advance) => {
        if (state.read()?.version === version) return;
        emptyForRecord(
          sqlite,
          shared.filter(({ isLog }) => !isLog),
        );
        advance(await fill(apply));
        state.filled(version);
      }),
    seen: () => {
      seenAt = now();
      if (seenAt - (state.read()?.seenAt ?? seenAt) < NOTE_SEEN) return;
      try {
        state.see(seenAt);
      } catch (error) {
        // Another connection writes. The next look at the record notes it.
        if (!isBusy(error)) throw error;
      }
    },
    close: () => sqlite.close(),
  };
}
