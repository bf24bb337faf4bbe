import { close, fdatasync, open } from 'node:fs';
import { promisify } from 'node:util';

/** Flushes the write-ahead log of a database to the disk. */
export interface WalFile {
  /** Resolves when everything committed before the call is on the disk. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Syncs the log on a thread of the pool. SQLite's `synchronous = FULL` does the same at each commit, but blocks. The
 * log exists from the first write until the database is closed. SQLite holds no file locks on the log, so closing a
 * second handle releases none.
 *
 * Calls that arrive during a sync share the next one: the disk syncs one after the other anyway, and several keys at a
 * desk would wait for each other's. A call never uses a sync that began before it.
 * @param sync Syncs the file of a descriptor
 */
export function walFile(databaseFile: string, sync: (descriptor: number) => Promise<void> = synced): WalFile {
  let descriptor: Promise<number> | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const syncLog = async () => {
    // Windows flushes only handles with write access.
    descriptor ??= promisify(open)(`${databaseFile}-wal`, 'r+');
    await sync(await descriptor);
  };
  const begin = (): Promise<void> => {
    next = undefined;
    const own = syncLog();
    running = own;
    const end = () => {
      if (running === own) running = undefined;
    };
    own.then(end, end);
    return own;
  };

  return {
    flush: () => {
      if (running === undefined) return begin();
      next ??= running.then(begin, begin);
      return next;
    },
    close: async () => {
      // `flush` has already thrown the error to its caller.
      const opened = await descriptor?.catch(() => undefined);
      if (opened !== undefined) await promisify(close)(opened);
    },
  };
}

const synced = promisify(fdatasync);
