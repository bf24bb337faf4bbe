import { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordChange } from '../../../contract/record/schema.ts';
import { parseAddress } from '../../base/record/address.ts';
import { connect, disconnect, type RecordClient } from '../../base/record/connect.ts';
import { PRODUCT, SCHEMA } from '../../base/record/recordSchema.ts';
import { mirrorStateOn } from '../../base/record/state.ts';
import { recordError } from '../../base/record/trouble.ts';
import { targetOf } from '../../services/record/means.ts';
import { newReach } from './reach.ts';
import type { RecordFeatureParts } from './record.ts';

/** How long to wait for other programs that write to this desk, in ms. This blocks the thread. */
const LOCK_WAIT = 5000;

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
  try {
    if ((await recordOf(client)) !== state.record) throw new KeydeskError('record-other', {});
  } catch (error) {
    throw recordError(error, parseAddress(next.reach.url));
  } finally {
    await disconnect(client);
  }
  await next.keep();
  const sqlite = new DatabaseSync(parts.file, { timeout: LOCK_WAIT });
  try {
    mirrorStateOn(sqlite).move(next.reach);
  } finally {
    sqlite.close();
  }
  parts.restart();
  return { url: next.reach.url };
}

/** Returns the id of the record of a database, of whatever version; undefined if it has none. */
async function recordOf(client: RecordClient): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>(`SELECT id FROM ${SCHEMA}.record WHERE product = $1`, [PRODUCT]);
  return rows[0]?.id;
}
