import type { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { leaseOver, type RecordBridge } from '../record/bridge.ts';
import { captureOn } from '../record/capture.ts';
import { isEmpty } from '../record/rows.ts';
import { mirrorStateOn } from '../record/state.ts';
import { afterRecorded } from '../record/uncopied.ts';

/** A connection of its own, over which a thread or the activity log writes to a database. */
export interface OwnConnection {
  readonly sqlite: DatabaseSync;
  readonly file: string;
  /** The version of the database that this Keydesk writes. */
  readonly version: number;
}

/** Runs `work` in a transaction that takes the write lock at its beginning. */
export type Immediate = <T>(work: () => T) => T;

/**
 * Returns a function that writes over a separate connection to a database that may be the mirror of a shared record: writes then go to the record first.
 * @returns a function that throws as that of `immediateOn`, and KeydeskError record-changed if the data folder has joined or left a record since
 */
export function immediateInRecord(connection: OwnConnection, bridge: RecordBridge | undefined): Immediate {
  const { sqlite } = connection;
  const immediate = immediateOn(connection);
  const state = mirrorStateOn(sqlite);
  if (bridge === undefined) {
    return work =>
      immediate(() => {
        // SECURITY: what is written only to a mirror would never reach the record.
        if (state.read() !== undefined) throw new KeydeskError('record-changed', {});
        return work();
      });
  }
  return work => {
    const lease = leaseOver(bridge);
    let isRecorded = false;
    try {
      return immediate(() => {
        if (state.read() === undefined) throw new KeydeskError('record-changed', {});
        const capture = captureOn(sqlite, bridge.tables);
        try {
          const result = work();
          const changes = capture.changes();
          if (!isEmpty(changes.shared)) {
            const revision = lease.commit(changes);
            afterRecorded(connection.file, () => state.advance(revision[0], Date.now(), [revision]));
            isRecorded = true;
          }
          return result;
        } finally {
          capture.close();
        }
      });
    } catch (error) {
      if (isRecorded) afterRecorded(connection.file, () => raise(error));
      throw error;
    } finally {
      lease.release();
    }
  };
}

function raise(error: unknown): never {
  throw error;
}

/**
 * Returns a function that writes over a separate connection. It blocks the thread while it waits for the lock, up to
 * the connection's busy timeout. The core's thread uses `Database.write` instead.
 * @returns a function that throws KeydeskError database-newer if a newer Keydesk has migrated the database, and errors
 * of SQLite and of `work`. After an error, everything is rolled back
 */
export function immediateOn(connection: OwnConnection): Immediate {
  const { sqlite } = connection;
  const begin = sqlite.prepare('BEGIN IMMEDIATE');
  const commit = sqlite.prepare('COMMIT');
  const refuseNewer = newerRefuser(connection);
  return work => {
    begin.run();
    try {
      refuseNewer();
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // If the disk is full, SQLite rolls back by itself. A second rollback would fail and hide the reason.
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
      throw error;
    }
  };
}

/** Returns a check to make within each transaction. It throws KeydeskError database-newer. */
export function newerRefuser({ sqlite, file, version }: OwnConnection): () => void {
  const stamp = sqlite.prepare('PRAGMA user_version');
  return () => {
    if (Number(stamp.get()?.user_version) > version) throw new KeydeskError('database-newer', { file });
  };
}
