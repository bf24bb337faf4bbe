import { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { connect, disconnect } from '../../base/record/connect.ts';
import { mayNoteDesk, noteLeft } from '../../base/record/desks.ts';
import { type MirrorState, mirrorStateOn } from '../../base/record/state.ts';
import { targetOf } from '../../services/record/means.ts';
import { dropOthers } from './reach.ts';
import type { RecordFeatureParts } from './record.ts';

/** How long to wait for other programs that write to this desk, in ms. This blocks the thread. */
const LOCK_WAIT = 5000;

/**
 * Ends this desk's part in the record. The desk keeps what it has read, as a record of its own, with what it had before and could not merge. The record keeps everything, and notes that the desk left, if
 * it can be reached: `told` says whether.
 * @throws KeydeskError record-none, mode-busy; as storageError.ts names it
 */
export async function leave(parts: RecordFeatureParts): Promise<{ left: boolean; told: boolean }> {
  const { record, deskKeys, vault, file, merging, refuseRestart, restart } = parts;
  const state = record.state();
  if (state === undefined) throw new KeydeskError('record-none', {});
  refuseRestart();
  await record.look();
  const isNoted = await deskKeys.leaving();
  await record.end();
  const sqlite = new DatabaseSync(file, { timeout: LOCK_WAIT });
  try {
    mirrorStateOn(sqlite).end();
  } finally {
    sqlite.close();
  }
  await merging.run();
  await deskKeys.left();
  // Both or neither: as long as others seal secrets for a desk, people must see it, and be able to remove it.
  const told = isNoted && (await tell(parts, state));
  await dropOthers(vault);
  restart();
  return { left: true, told };
}

/** Returns whether the record has noted that this desk left. */
async function tell({ means, log }: RecordFeatureParts, { reach, desk }: MirrorState): Promise<boolean> {
  try {
    const client = await connect(targetOf(reach, means));
    try {
      // A desk that only reads is not in the record.
      return !(await mayNoteDesk(client)) || (await noteLeft(client, desk));
    } finally {
      await disconnect(client);
    }
  } catch (error) {
    // A record that is gone for good must not keep the desk.
    log(`record: not told that this desk left (${String(error)})`);
    return false;
  }
}
