import { type FileHandle, open } from 'node:fs/promises';

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
  let handle: Promise<FileHandle> | undefined;
  return {
    flush: async () => {
      // Windows flushes only a handle that may write.
      handle ??= open(`${databaseFile}-wal`, 'r+');
      await (await handle).datasync();
    },
    close: async () => (await handle?.catch(() => undefined))?.close(),
  };
}
