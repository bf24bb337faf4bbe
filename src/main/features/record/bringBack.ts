import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordReturn } from '../../../contract/record/schema.ts';
import { connect, disconnect, type RecordClient } from '../../base/record/connect.ts';
import { WRITE_LOCK } from '../../base/record/functions.ts';
import { followAgain, giveAllBack, isApart, type Parting, partingOf } from '../../base/record/giveBack.ts';
import { checkRecord } from '../../base/record/link.ts';
import { keepReturning, recordReturning } from '../../base/record/returning.ts';
import { mirrorStateOn } from '../../base/record/state.ts';
import { recordError } from '../../base/record/trouble.ts';
import { beginWaiting } from '../../base/store/beginWaiting.ts';
import { removeEntries } from '../../services/activity/setAside.ts';
import { targetOf } from '../../services/record/means.ts';
import type { RecordFeatureParts } from './record.ts';

/** How long to wait for other programs that write to this desk, in ms. */
const PATIENCE = 10_000;

/**
 * Gives a record back what it lost and this desk has: it was restored from a backup, or a replica without the last transactions took over. If no desk has
 * written since, the record becomes what it was. Otherwise this desk follows the record again, and records its rows anew as far as nobody changed them
 * since and no rule forbids it. Before that, it keeps a copy of everything that it had. Nothing is lost by calling it twice.
 * @throws KeydeskError record-none, record-apart, database-busy; as recordError
 */
export async function bringBack(parts: BringBackParts): Promise<RecordReturn> {
  const state = parts.record.state();
  if (state === undefined) throw new KeydeskError('record-none', {});
  const target = targetOf(state.reach, parts.means);
  const client = await connect(target);
  const sqlite = new DatabaseSync(parts.file, { enableForeignKeyConstraints: false, timeout: 0 });
  try {
    await checkRecord(client, state.record, parts.store.version);
    const result = await underLocks(client, sqlite, parts);
    await parts.record.look();
    const { rows, refused } = await recordReturning(parts.store.database, parts.tables.shared);
    return { ...result, rows: result.rows + rows, refused };
  } catch (error) {
    throw recordError(error, target.address);
  } finally {
    sqlite.close();
    await disconnect(client);
  }
}

export type BringBackParts = Pick<RecordFeatureParts, 'record' | 'means' | 'file' | 'store' | 'tables' | 'derived'>;

async function underLocks(
  client: RecordClient,
  sqlite: DatabaseSync,
  { file, tables, derived }: BringBackParts,
): Promise<Omit<RecordReturn, 'refused'>> {
  const copy = `${file.replace(/\.db$/, '')}-before-${new Date().toISOString().replaceAll(':', '-')}.db`;
  const kept = { isMade: false };
  await client.query('BEGIN');
  try {
    // As for every write, the lock of the record comes before that of the file.
    await client.query(`SELECT pg_advisory_xact_lock${WRITE_LOCK}`);
    for (;;) {
      await beginWaiting(sqlite, PATIENCE);
      const state = mirrorStateOn(sqlite).read();
      const parting = await partingOf(client, sqlite, tables.shared);
      if (state === undefined || parting === undefined) throw new KeydeskError('record-apart', {});
      if (!isApart(state, parting)) {
        sqlite.exec('ROLLBACK');
        await client.query('ROLLBACK');
        return { rows: 0, copy: null };
      }
      if (parting.head === parting.common) {
        const rows = await giveAllBack(client, sqlite, parting);
        await client.query('COMMIT');
        sqlite.exec('ROLLBACK');
        return { rows, copy: null };
      }
      if (kept.isMade) {
        await merge(client, sqlite, parting, { desk: state.desk, derived });
        sqlite.exec('COMMIT');
        await client.query('ROLLBACK');
        return { rows: 0, copy };
      }
      // SQLite copies outside of a transaction only. The desk cannot change its mirror meanwhile, because the record refuses it.
      sqlite.exec('ROLLBACK');
      sqlite.prepare('VACUUM INTO ?').run(copy);
      // SECURITY: other users of a shared computer must not read user names and key records.
      chmodSync(copy, 0o600);
      kept.isMade = true;
    }
  } catch (error) {
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    // The connection may be lost; the server then rolls back by itself.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Lets this desk follow the record again, and keeps what the record lost until it is recorded anew. */
async function merge(
  client: RecordClient,
  sqlite: DatabaseSync,
  parting: Parting,
  { desk, derived }: { readonly desk: string; readonly derived: readonly string[] },
): Promise<void> {
  const log = parting.tables.find(({ table }) => table.name === 'activity');
  removeEntries(
    sqlite,
    desk,
    [...(log?.here.values() ?? [])].map(({ seq }) => Number(seq)),
  );
  const returning = await followAgain(client, sqlite, parting, derived);
  keepReturning(sqlite, returning);
}
