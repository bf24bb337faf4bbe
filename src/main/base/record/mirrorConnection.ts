import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { beginWaiting } from '../store/beginWaiting.ts';
import { isBusy, storageError } from '../store/storageError.ts';
import { emptyForRecord, mirrorOn } from './mirror.ts';
import { type RecordChanges, refuseSpoiled } from './rows.ts';
import { type MirrorState, mirrorStateOn, type RevisionId } from './state.ts';
import type { RecordTables } from './tables.ts';

/** What a transaction of this desk wrote to the desk's own tables. The record keeps it until the next one. */
export interface KeptChanges {
  readonly revision: number;
  readonly changes: RecordChanges;
}

/** What the record said, without rows: nothing is new, or too much for one answer. */
export interface Nothing {
  /** The newest revision, up to which the changes go. */
  readonly head: number;
  /** The id of the revision that was asked about; null if the record has no such revision. */
  readonly at: string | null;
}

/** What the record said about everything after a revision. */
export interface ChangesAnswer extends RecordChanges, Nothing {
  /** The revisions after it. */
  readonly ids: readonly RevisionId[];
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
  /** Notes that the record was seen, and has nothing new. @param offset How far the record's clock is ahead of this computer's, in ms */
  seen(offset: number): void;
  /** Notes where the data folder is, and gives the desk a new id if `isCopy`, which gets the present state. */
  settle(place: string, isCopy: (state: MirrorState) => boolean): Promise<void>;
  /** Notes the id of the revision that the tables here equal. A lock of another connection puts it off. */
  identify(id: RevisionId): void;
  /**
   * Runs `work` in one transaction that another connection does not interrupt. The mirror has all of it, or nothing.
   * @throws KeydeskError as storageError.ts names it; errors of `work`
   */
  inOne<T>(
    work: (
      apply: (changes: RecordChanges) => void,
      advance: (revision: number, ids: readonly RevisionId[]) => void,
    ) => Promise<T>,
  ): Promise<T>;
  /**
   * Fills the tables again from the record, in one transaction, unless they were already filled with the columns of this version. `fill` returns the revision up to which it
   * did, and the ids of the newest revisions. Entries of logs stay.
   */
  refill(
    version: number,
    fill: (apply: (changes: RecordChanges) => void) => Promise<readonly [number, readonly RevisionId[]]>,
  ): Promise<void>;
  close(): void;
}

/**
 * How often the time of the last sight is written, in ms. Each write wakes the lists of all windows, so between two of them it is in memory.
 */
const NOTE_SEEN = 60_000;
/** A change of the difference between the record's clock and this computer's that is written at once, in ms. */
const OFF = 5000;

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
      const result = await work(mirror.apply, (revision, ids) => state.advance(revision, now(), ids));
      sqlite.exec('COMMIT');
      return result;
    } catch (error) {
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
      throw storageError(file, error);
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
        refuseSpoiled(answer);
        apply(answer);
        // Otherwise the commit here was made, and later writes may have changed the same rows.
        if (answer.own !== null && answer.own.revision > revision) apply(answer.own.changes);
        advance(answer.head, answer.ids);
      });
    },
    refill: (version, fill) =>
      inOne(async (apply, advance) => {
        if (state.read()?.version === version) return;
        emptyForRecord(
          sqlite,
          shared.filter(({ isLog }) => !isLog),
        );
        advance(...(await fill(apply)));
        state.filled(version);
      }),
    seen: offset => {
      seenAt = now();
      const known = state.read();
      if (known === undefined) return;
      if (seenAt - known.seenAt < NOTE_SEEN && Math.abs(offset - known.clockOffset) < OFF) return;
      unlessBusy(() => state.see(seenAt, offset));
    },
    settle: (place, isCopy) =>
      inOne(async () => {
        const present = state.read();
        if (present !== undefined) state.settle(place, isCopy(present) ? randomUUID() : undefined);
      }),
    identify: id => unlessBusy(() => state.identify(id)),
    close: () => sqlite.close(),
  };
}

/** Does nothing while another connection writes. The next look at the record does it. */
function unlessBusy(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isBusy(error)) throw error;
  }
}
