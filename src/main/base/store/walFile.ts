import { close, fdatasync, open } from 'node:fs';
import { promisify } from 'node:util';

/** The write-ahead log of a database file, as far as the disk is concerned. */
export interface WalFile {
  /** Resolves when all that was committed before is on the disk. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Does on a thread what SQLite's `synchronous = FULL` does at each commit while everything waits: sync the log. The log
 * is there from the first write on and stays as long as the database is open; SQLite holds no file locks on it, so a second
 * handle takes none away.
 */
export function walFile(databaseFile: string): WalFile {
  let descriptor: Promise<number> | undefined;
  return {
    flush: async () => {
      // Windows flushes only a handle that may write.
      descriptor ??= promisify(open)(`${databaseFile}-wal`, 'r+');
      await synced(await descriptor);
    },
    close: async () => {
      // The caller of `flush` got the error.
      const opened = await descriptor?.catch(() => undefined);
      if (opened !== undefined) await promisify(close)(opened);
    },
  };
}

const synced = promisify(fdatasync);
