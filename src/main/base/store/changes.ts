import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { ChangeCounts } from '../../../contract/changes/schema.ts';
import { type Channel, watch } from '../stream.ts';

/** The interval of the checks, in ms. Lists show the changes of another process within two seconds. */
const LOOK = 700;

/** Detects changes in a data folder, whichever process or thread made them. */
export interface Changes {
  /** Sends the counts now, and again when one of them has grown. Checks only while there are listeners. */
  watch(signal: AbortSignal | undefined): Channel<ChangeCounts>;
  /** Calls the listener when one of the counts has grown. Returns a function that removes the listener. */
  subscribe(listener: (counts: ChangeCounts) => void): () => void;
  close(): void;
}

export interface ChangesOptions {
  /** The interval of the checks, in ms. */
  every?: number;
}

/**
 * Watches two databases, the settings file and the folder of secrets. It does not read their contents: SQLite counts
 * the commits of all other connections. The first check counts as a change of each, because nothing was watched before.
 */
export function openChanges(files: Record<keyof ChangeCounts, string>, { every = LOOK }: ChangesOptions = {}): Changes {
  const looks = {
    record: commitsOf(files.record),
    directory: commitsOf(files.directory),
    settings: writesOf(files.settings),
    secrets: writesOf(files.secrets),
  };
  const listeners = new Set<(counts: ChangeCounts) => void>();
  let counts: ChangeCounts = { record: 0, directory: 0, settings: 0, secrets: 0 };
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    const before = counts;
    for (const name of ['record', 'directory', 'settings', 'secrets'] as const) {
      if (looks[name].changed()) counts = { ...counts, [name]: counts[name] + 1 };
    }
    if (counts === before) return;
    for (const listener of listeners) listener(counts);
  };
  const rest = () => {
    clearInterval(timer);
    timer = undefined;
    for (const each of Object.values(looks)) each.rest();
  };

  const begin = () => {
    if (timer === undefined) {
      timer = setInterval(look, every);
      timer.unref();
    }
    // A new listener gets the current counts, not those of the last check.
    look();
  };
  const subscribe = (listener: (counts: ChangeCounts) => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) rest();
    };
  };

  return {
    watch: signal => {
      begin();
      return watch(counts, subscribe, signal);
    },
    subscribe: listener => {
      begin();
      return subscribe(listener);
    },
    close: () => {
      listeners.clear();
      rest();
    },
  };
}

interface Look {
  /** Returns whether something has changed since the last call. Returns true for the first call. */
  changed(): boolean;
  /** Closes the handles that the checks need. */
  rest(): void;
}

/**
 * Detects changes of a database, over a connection of its own. For that connection the core's commits are those of
 * another connection too.
 */
function commitsOf(file: string): Look {
  let sqlite: DatabaseSync | undefined;
  let last: unknown;
  return {
    changed: () => {
      try {
        if (sqlite === undefined && !existsSync(file)) return false;
        sqlite ??= new DatabaseSync(file, { readOnly: true });
        const version = sqlite.prepare('PRAGMA data_version').get()?.data_version;
        const changed = version !== last;
        last = version;
        return changed;
      } catch {
        // The database is locked or unreachable now. The next check detects what changes meanwhile.
        return false;
      }
    },
    rest: () => {
      sqlite?.close();
      sqlite = undefined;
      // The counts of one connection cannot be compared with those of the next.
      last = undefined;
    },
  };
}

/**
 * Detects changes of a file that each write replaces, or of a folder of such files: adding or removing a file changes
 * the folder's time.
 */
function writesOf(file: string): Look {
  let last: string | undefined;
  return {
    changed: () => {
      const stat = statSync(file, { throwIfNoEntry: false });
      const now = stat === undefined ? '' : `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
      const changed = now !== last;
      last = now;
      return changed;
    },
    rest: () => {
      last = undefined;
    },
  };
}
