import { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordCheck } from '../../../contract/record/schema.ts';
import { inSnapshot, newestRevision, readable } from '../../base/record/bulk.ts';
import { differences } from '../../base/record/compare.ts';
import { connect, disconnect, type RecordClient } from '../../base/record/connect.ts';
import { readRecord } from '../../base/record/link.ts';
import { mirrorStateOn } from '../../base/record/state.ts';
import type { RecordTable } from '../../base/record/tables.ts';
import { recordError } from '../../base/record/trouble.ts';
import { standingOf } from '../../base/record/versions.ts';
import { targetOf } from '../../services/record/means.ts';
import type { RecordFeatureParts } from './record.ts';

/** How often to try to see both at the same revision. Other desks may write all the time. */
const TRIES = 50;

/**
 * Compares this desk with the record, row by row, at one revision: the tables that it may read, in the columns that its version knows.
 * @throws KeydeskError record-none, record-older, record-busy; as recordError
 */
export async function check(parts: RecordFeatureParts): Promise<RecordCheck> {
  const state = parts.record.state();
  if (state === undefined) throw new KeydeskError('record-none', {});
  const target = targetOf(state.reach, parts.means);
  const client = await connect(target);
  const sqlite = new DatabaseSync(parts.file, { readOnly: true, timeout: 1000 });
  try {
    const found = await readRecord(client);
    if (standingOf(found, parts.store.version) === 'ahead') throw new KeydeskError('record-older', {});
    const tables = await readable(client, parts.tables.shared);
    for (let tries = 0; tries < TRIES; tries++) {
      await parts.record.look();
      const result = await inSnapshot(client, () => compareAt(client, sqlite, tables));
      if (result !== undefined) return result;
    }
    throw new KeydeskError('record-busy', { host: target.address.host, role: null });
  } catch (error) {
    throw recordError(error, target.address);
  } finally {
    sqlite.close();
    await disconnect(client);
  }
}

/** Returns undefined if the snapshots are not of the same revision. */
async function compareAt(
  client: RecordClient,
  sqlite: DatabaseSync,
  tables: readonly RecordTable[],
): Promise<RecordCheck | undefined> {
  const head = await newestRevision(client);
  sqlite.exec('BEGIN');
  try {
    if (mirrorStateOn(sqlite).read()?.revision !== head) return undefined;
    const found = await differences(client, sqlite, tables);
    const count = tables.reduce(
      (sum, { name }) => sum + Number(sqlite.prepare(`SELECT count(*) AS n FROM "${name}"`).get()?.n),
      0,
    );
    return { revision: head, rows: count, differences: found };
  } finally {
    sqlite.exec('ROLLBACK');
  }
}
