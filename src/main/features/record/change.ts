import { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import type { RecordChange } from '../../../contract/record/schema.ts';
import { parseAddress } from '../../base/record/address.ts';
import { connect, disconnect, type RecordClient } from '../../base/record/connect.ts';
import { handOver } from '../../base/record/desks.ts';
import { PRODUCT, SCHEMA } from '../../base/record/recordSchema.ts';
import { type MirrorState, mirrorStateOn } from '../../base/record/state.ts';
import { recordError } from '../../base/record/trouble.ts';
import { beginWaiting } from '../../base/store/beginWaiting.ts';
import { storageError } from '../../base/store/storageError.ts';
import { targetOf } from '../../services/record/means.ts';
import { newReach } from './reach.ts';
import type { RecordFeatureParts } from './record.ts';

/** How long to wait for those that write to this desk, in ms. A write takes as long as the record takes to answer. */
const LOCK_WAIT = 15_000;

/**
 * Changes how this desk reaches its record: another address, way to sign in, password or certificate. Nothing changes unless the new way leads to
 * the same record.
 * @throws KeydeskError record-none, record-other, mode-busy; as newReach, recordError and storageError.ts
 */
export async function change(parts: RecordFeatureParts, request: RecordChange): Promise<{ url: string }> {
  const state = parts.record.state();
  if (state === undefined) throw new KeydeskError('record-none', {});
  parts.refuseRestart();
  const next = newReach(parts, { ...request, url: request.url ?? state.reach.url }, state.reach);
  const target = targetOf(next.reach, next.means);
  const client = await connect(target);
  let role = '';
  try {
    if ((await recordOf(client)) !== state.record) throw new KeydeskError('record-other', {});
    role = await roleOf(client);
  } catch (error) {
    throw recordError(error, parseAddress(next.reach.url));
  } finally {
    await disconnect(client);
  }
  await handOverTo(parts, state, role);
  await next.keep();
  const sqlite = new DatabaseSync(parts.file, { timeout: 0 });
  try {
    // A write of this desk has the lock until the record answers. So the thread must not be blocked.
    await beginWaiting(sqlite, LOCK_WAIT);
    mirrorStateOn(sqlite).move(next.reach);
    sqlite.exec('COMMIT');
  } catch (error) {
    throw storageError(parts.file, error);
  } finally {
    sqlite.close();
  }
  parts.restart();
  return { url: next.reach.url };
}

/**
 * Lets the role of the new sign-in take this desk over: every other role may not change it. If the old sign-in does not work any more, the desk becomes a new desk, as after a backup.
 */
async function handOverTo(
  { means, log }: RecordFeatureParts,
  { desk, reach }: MirrorState,
  role: string,
): Promise<void> {
  try {
    const client = await connect(targetOf(reach, means));
    try {
      if ((await roleOf(client)) !== role) await handOver(client, desk, role);
    } finally {
      await disconnect(client);
    }
  } catch (error) {
    log(`record: this desk could not be handed over to its new role (${toFailure(error).code})`);
  }
}

async function roleOf(client: RecordClient): Promise<string> {
  const { rows } = await client.query<{ role: string }>('SELECT current_user::text AS role');
  return rows[0]?.role ?? '';
}

/** Returns the id of the record of a database, of whatever version; undefined if it has none. */
async function recordOf(client: RecordClient): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>(`SELECT id FROM ${SCHEMA}.record WHERE product = $1`, [PRODUCT]);
  return rows[0]?.id;
}
