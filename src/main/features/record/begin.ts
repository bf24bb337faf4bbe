import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordRequest } from '../../../contract/record/schema.ts';
import { parseAddress } from '../../base/record/address.ts';
import { connect, disconnect, type RecordClient } from '../../base/record/connect.ts';
import type { NewDesk } from '../../base/record/desks.ts';
import { mirrorStateOn, type RecordReach } from '../../base/record/state.ts';
import { recordError } from '../../base/record/trouble.ts';
import { beginWaiting } from '../../base/store/beginWaiting.ts';
import { storageError } from '../../base/store/storageError.ts';
import { targetOf } from '../../services/record/means.ts';
import { newReach } from './reach.ts';
import type { RecordFeatureParts } from './record.ts';

/** A desk that is about to belong to a record. */
export interface Beginning {
  readonly client: RecordClient;
  /** A connection to keydesk.db that has the write lock, so that nobody writes to the desk meanwhile. */
  readonly sqlite: DatabaseSync;
  readonly desk: NewDesk;
  readonly reach: RecordReach;
}

/** How long to wait for one answer of the server while a person waits for the whole, in ms. */
const LONG_ANSWER = 10 * 60_000;
/** How long to wait for other programs that write to this desk, in ms. */
const PATIENCE = 10_000;

/**
 * Connects to a record's server and locks this desk, then runs `work`. Its writes to the desk are committed if it succeeds. Keydesk must start again
 * afterwards.
 * @throws KeydeskError record-joined, database-busy; as newReach and recordError; errors of `work`
 */
export async function beginning<T>(
  parts: RecordFeatureParts,
  request: RecordRequest,
  work: (begun: Beginning) => Promise<T>,
): Promise<T> {
  const { file, store, activityWritten } = parts;
  parts.refuseRestart();
  if (parts.record.state() !== undefined) throw new KeydeskError('record-joined', {});
  const { reach, means, keep } = newReach(parts, request);
  const client = await connect(targetOf(reach, means), undefined, LONG_ANSWER);
  const sqlite = new DatabaseSync(file, { enableForeignKeyConstraints: false, timeout: 0 });
  try {
    await activityWritten();
    await store.database.writesDone();
    await beginWaiting(sqlite, PATIENCE).catch(error => {
      throw storageError(file, error);
    });
    if (mirrorStateOn(sqlite).read() !== undefined) throw new KeydeskError('record-joined', {});
    const desk = { id: randomUUID(), name: request.name ?? hostname() };
    const result = await work({ client, sqlite, desk, reach });
    await keep();
    sqlite.exec('COMMIT');
    parts.record.begin();
    return result;
  } catch (error) {
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    throw recordError(error, parseAddress(reach.url), reach.signIn);
  } finally {
    sqlite.close();
    await disconnect(client);
  }
}
