import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordRequest } from '../../../contract/record/schema.ts';
import { addressText, parseAddress } from '../../base/record/address.ts';
import { connect, disconnect, type RecordClient } from '../../base/record/connect.ts';
import type { NewDesk } from '../../base/record/desks.ts';
import { mirrorStateOn, type RecordReach } from '../../base/record/state.ts';
import { recordError } from '../../base/record/trouble.ts';
import { beginWaiting } from '../../base/store/beginWaiting.ts';
import { storageError } from '../../base/store/storageError.ts';
import { RECORD_PASSWORD, targetOf } from '../../services/record/sharedRecord.ts';
import type { RecordFeatureParts } from './record.ts';

/** A desk that is about to belong to a record. */
export interface Beginning {
  readonly client: RecordClient;
  /** A connection to keydesk.db that has the write lock, so that nobody writes to the desk meanwhile. */
  readonly sqlite: DatabaseSync;
  readonly desk: NewDesk;
  readonly reach: RecordReach;
}

/** How long to wait for other programs that write to this desk, in ms. */
const PATIENCE = 10_000;

/**
 * Connects to a record's server and locks this desk, then runs `work`. Its writes to the desk are committed if it succeeds. Keydesk must start again
 * afterwards.
 * @throws KeydeskError record-joined, record-url-invalid, record-password-unkept, database-busy; as recordError; errors of `work`
 */
export async function beginning<T>(
  parts: RecordFeatureParts,
  request: RecordRequest,
  work: (begun: Beginning) => Promise<T>,
): Promise<T> {
  const { vault, file, store, activityWritten } = parts;
  parts.refuseRestart();
  const address = parseAddress(request.url);
  const signIn = request.password === undefined ? 'none' : 'password';
  const reach: RecordReach = { url: addressText(address), ca: request.ca ?? null, signIn };
  if (parts.record.state() !== undefined) throw new KeydeskError('record-joined', {});
  if (request.password !== undefined && !vault.lasting) throw new KeydeskError('record-password-unkept', {});
  const given = { read: async () => request.password };
  const client = await connect(targetOf(reach, given));
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
    if (request.password !== undefined) await vault.write(RECORD_PASSWORD, request.password);
    sqlite.exec('COMMIT');
    parts.record.begin();
    return result;
  } catch (error) {
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    throw recordError(error, address);
  } finally {
    sqlite.close();
    await disconnect(client);
  }
}
