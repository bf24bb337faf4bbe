import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { ChangeCounts } from '../../../contract/changes/schema.ts';
import { type Channel, watch } from '../stream.ts';

/** How often to look, in ms: lists follow what another process did within two seconds. */
const LOOK = 700;

/** Notices that what a data folder holds has changed, whichever process or thread changed it. */
export interface Changes {
  /** The counts now, and again whenever one of them has grown. Looks only while somebody listens. */
  watch(signal: AbortSignal | undefined): Channel<ChangeCounts>;
  /** Calls the listener whenever one of them has grown. Returns the function that ends listening. */
  subscribe(listener: (counts: ChangeCounts) => void): () => void;
  close(): void;
}

export interface ChangesOptions {
  /** How often to look, in ms. */
  every?: number;
}

/**
 * Watches two databases, the settings file and the folder of secrets. It reads nothing of them: SQLite counts the commits of all connections but its own.
 * Starting to look counts as a change of each, because nothing was watched before.
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
    // A new listener begins with what is true now, not with what the last look found.
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
  /** Whether something has changed since the last call; true for the first call. */
  changed(): boolean;
  /** Closes what looking needs. */
  rest(): void;
}

/** Changes of a database, through a connection of its own: to it the core's own commits are another's like all others. */
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
        // Busy or out of reach for now; the next look sees what changed meanwhile.
        return false;
      }
    },
    rest: () => {
      sqlite?.close();
      sqlite = undefined;
      // The numbers of one connection say nothing to the next.
      last = undefined;
    },
  };
}

/** Changes of a file that is replaced by every write, or of a folder whose files are: a file that comes or goes changes its time. */
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
