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
 */
export function walFile(databaseFile: string): WalFile {
  let descriptor: Promise<number> | undefined;
  return {
    flush: async () => {
      // Windows flushes only handles with write access.
      descriptor ??= promisify(open)(`${databaseFile}-wal`, 'r+');
      await synced(await descriptor);
    },
    close: async () => {
      // `flush` has already thrown the error to its caller.
      const opened = await descriptor?.catch(() => undefined);
      if (opened !== undefined) await promisify(close)(opened);
    },
  };
}

const synced = promisify(fdatasync);
