import { join } from 'node:path';
import { toFailure } from '../../../contract/errors/failure.ts';
import { type Feed, startFeed } from '../../base/record/feed.ts';
import { RecordLink } from '../../base/record/link.ts';
import { type MirrorConnection, openMirrorConnection } from '../../base/record/mirrorConnection.ts';
import { settlePlace } from '../../base/record/place.ts';
import { openRecordClock } from '../../base/record/recordClock.ts';
import type { MirrorState } from '../../base/record/state.ts';
import type { RecordTableNames } from '../../base/record/tables.ts';
import { isAway } from '../../base/record/trouble.ts';
import type { Store } from '../../base/store/database.ts';
import { keepToken, presentTarget, type RecordMeans } from './means.ts';

/** The record that this desk shares with others. */
export interface SharedRecord {
  /** How the desk stands with the record; undefined if keydesk.db is the record itself. */
  state(): MirrorState | undefined;
  /** Whether the record can be reached now, and why not, or why this desk only reads. */
  readonly sight: Feed['sight'] | undefined;
  /** Returns whether another desk works, as far as this one can tell. */
  isAlive(desk: string): boolean;
  /** Returns whether another desk may still lead what it leads, as far as this one can tell. */
  isPresent(desk: string): boolean;
  /** Returns a number while this desk may lead; undefined if it may not. After another number, it may have been replaced in between. */
  mayLead(): number | undefined;
  /**
   * Looks at the record, and refuses what must not begin without it: it is away, or this desk only reads it.
   * @param mayBeAway whether the work may begin while the record is away
   * @throws KeydeskError record-…
   */
  refuseWithout(mayBeAway: boolean): Promise<void>;
  /** Returns when this desk last saw the record, in ms since the epoch by the record's clock, if the record is away now; otherwise 0. */
  awaySince(): number;
  /** Looks at the record now. Resolves when the mirror is up to date, or the record is away. */
  look(): Promise<void>;
  /** Calls the listener each time that the record can be reached again, or written again. Returns a function that removes it. */
  onReached(listener: () => void): () => void;
  /** Begins to use the record that this desk has just made or joined. Threads and lists follow at the next start. */
  begin(): void;
  /** Ends the use of the record, before this desk leaves it. */
  end(): Promise<void>;
  close(): Promise<void>;
}

export interface SharedRecordParts {
  readonly folder: string;
  readonly store: Store;
  readonly means: RecordMeans;
  readonly names: RecordTableNames;
  readonly log: (message: string) => void;
}

/** What is open while keydesk.db is the mirror of a record. */
interface Opened {
  readonly mirror: MirrorConnection;
  readonly link: RecordLink;
  readonly feed: Feed;
  readonly endToken: () => void;
}

/** Opens the shared record of a data folder, if it has one. It need not be reachable: the desk then works without it. */
export async function openSharedRecord(parts: SharedRecordParts): Promise<SharedRecord> {
  await settle(parts);
  const listeners = new Set<() => void>();
  const reached = () => {
    for (const listener of listeners) listener();
  };
  let opened = open(parts, reached);
  const close = async () => {
    const closing = opened;
    opened = undefined;
    closing?.endToken();
    await closing?.feed.close();
    await closing?.link.close();
    closing?.mirror.close();
  };
  return {
    state: () => opened?.mirror.state(),
    get sight() {
      return opened?.feed.sight;
    },
    isAlive: desk => opened?.feed.isAlive(desk) ?? true,
    isPresent: desk => opened?.feed.isPresent(desk) ?? true,
    mayLead: () => opened?.feed.mayLead(),
    refuseWithout: async mayBeAway => {
      const feed = opened?.feed;
      // The newest look may be seconds old, and the work begins with what other desks have recorded until now.
      await feed?.look();
      const { isReachable, trouble } = feed?.sight ?? {};
      if (trouble !== undefined && !(mayBeAway && isReachable === false && isAway(trouble))) throw trouble;
    },
    awaySince: () => {
      const state = opened?.mirror.state();
      if (state === undefined || opened?.feed.sight.isReachable !== false) return 0;
      return Math.max(1, state.seenAt + state.clockOffset);
    },
    look: async () => opened?.feed.look(),
    onReached: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    begin: () => {
      opened = open(parts, reached);
    },
    end: async () => {
      await close();
      parts.store.database.unshare();
    },
    close,
  };
}

/** Gives a data folder that is a copy a new desk's id, before anything uses the id. */
async function settle({ folder, store, names, log }: SharedRecordParts): Promise<void> {
  const file = join(folder, 'keydesk.db');
  const mirror = openMirrorConnection(file, store.recordTables(names));
  try {
    await settlePlace(mirror, file, log);
  } catch (error) {
    // A full disk must not stop the start: Keydesk can still show its data.
    log(`record: ${toFailure(error).code}`);
  } finally {
    mirror.close();
  }
}

function open({ folder, store, means, names, log }: SharedRecordParts, onReached: () => void): Opened | undefined {
  const tables = store.recordTables(names);
  const mirror = openMirrorConnection(join(folder, 'keydesk.db'), tables);
  const state = mirror.state();
  if (state === undefined) {
    mirror.close();
    return undefined;
  }
  let was: 'works' | 'reads' | 'away' | undefined;
  // A record that is away for a moment may be missed by a look, but not what could not be written meanwhile.
  const onAway = () => {
    was = 'away';
  };
  const target = presentTarget(() => mirror.state()?.reach ?? state.reach, means);
  const clock = openRecordClock(state.clockOffset);
  const options = { target, mirror, tables, version: store.version, clock, log, onAway };
  const link = new RecordLink(options);
  store.database.share({ tables, clock, lease: () => link.lease() });
  const feed = startFeed(options, ({ isReachable, trouble }) => {
    const why = trouble === undefined ? 'reached' : toFailure(trouble).code;
    const is = !isReachable ? 'away' : trouble === undefined ? 'works' : 'reads';
    if (is !== was) log(`record: ${{ works: why, reads: `only read (${why})`, away: `away (${why})` }[is]}`);
    if (is === 'works' && was !== is) onReached();
    was = is;
  });
  return { mirror, link, feed, endToken: keepToken(target) };
}
