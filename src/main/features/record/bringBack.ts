import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordReturn } from '../../../contract/record/schema.ts';
import { connect, disconnect, type RecordClient } from '../../base/record/connect.ts';
import { WRITE_LOCK } from '../../base/record/functions.ts';
import { followAgain, giveAllBack, isApart, type Parting, partingOf } from '../../base/record/giveBack.ts';
import { readRecord } from '../../base/record/link.ts';
import { keepReturning, recordReturning } from '../../base/record/returning.ts';
import { mirrorStateOn } from '../../base/record/state.ts';
import { recordError } from '../../base/record/trouble.ts';
import { filledTables } from '../../base/record/upgrade/filledTables.ts';
import { refuseOtherVersion } from '../../base/record/versions.ts';
import { beginWaiting } from '../../base/store/beginWaiting.ts';
import { headOfFollowing, removeEntries } from '../../services/activity/setAside.ts';
import { targetOf } from '../../services/record/means.ts';
import type { RecordFeatureParts } from './record.ts';

/** How long to wait for other programs that write to this desk, in ms. */
const PATIENCE = 10_000;

/**
 * Gives a record back what it lost and this desk has: it was restored from a backup, or a replica without the last transactions took over. If no desk has
 * written since, the record becomes what it was. Otherwise this desk follows the record again, and records its rows anew as far as nobody changed them
 * since and no rule forbids it. Before that, it keeps a copy of everything that it had. Nothing is lost by calling it twice.
 * The record must be of this desk's version: a desk of another one does not have its rows whole.
 * @throws KeydeskError record-none, record-other, record-older, record-newer, record-apart, database-busy; as recordError
 */
export async function bringBack(parts: BringBackParts): Promise<RecordReturn> {
  const state = parts.record.state();
  if (state === undefined) throw new KeydeskError('record-none', {});
  const target = targetOf(state.reach, parts.means);
  const client = await connect(target);
  const sqlite = new DatabaseSync(parts.file, { enableForeignKeyConstraints: false, timeout: 0 });
  try {
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

export type BringBackParts = Pick<
  RecordFeatureParts,
  'record' | 'means' | 'file' | 'store' | 'tables' | 'migrations' | 'derived'
>;

async function underLocks(
  client: RecordClient,
  sqlite: DatabaseSync,
  { file, store, tables, migrations, derived }: BringBackParts,
): Promise<Omit<RecordReturn, 'refused'>> {
  const copy = `${file.replace(/\.db$/, '')}-before-${new Date().toISOString().replaceAll(':', '-')}.db`;
  const kept = { isMade: false };
  await client.query('BEGIN');
  try {
    // As for every write, the lock of the record comes before that of the file.
    await client.query(`SELECT pg_advisory_xact_lock${WRITE_LOCK}`);
    const found = await readRecord(client);
    refuseOtherVersion(found, store.version);
    for (;;) {
      await beginWaiting(sqlite, PATIENCE);
      const state = mirrorStateOn(sqlite).read();
      if (state !== undefined && state.record !== found.id) throw new KeydeskError('record-other', {});
      // A desk that was updated while the record had lost changes was not filled since.
      const isWhole = state?.version === store.version;
      const compared = isWhole ? tables.shared : filledTables(tables.shared, migrations, state?.version ?? 0);
      const parting = await partingOf(client, sqlite, compared);
      if (state === undefined || parting === undefined) throw new KeydeskError('record-apart', {});
      if (!isApart(state, parting)) {
        sqlite.exec('ROLLBACK');
        await client.query('ROLLBACK');
        return { rows: 0, copy: null };
      }
      if (parting.head === parting.common && isWhole) {
        const rows = await giveAllBack(client, sqlite, parting);
        await client.query('COMMIT');
        sqlite.exec('ROLLBACK');
        return { rows, copy: null };
      }
      if (kept.isMade) {
        const beginHead = headOfFollowing(file, sqlite);
        await merge(client, sqlite, isWhole ? parting : withoutEntries(parting), derived);
        const replaceHead = beginHead();
        sqlite.exec('COMMIT');
        replaceHead();
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

/** Leaves out the entries of logs that only the record has. They come whole when the tables here are filled again. */
function withoutEntries({ tables, ...parting }: Parting): Parting {
  return { ...parting, tables: tables.map(each => (each.table.isLog ? { ...each, there: new Map() } : each)) };
}

/** Lets this desk follow the record again, and keeps what the record lost until it is recorded anew. */
async function merge(
  client: RecordClient,
  sqlite: DatabaseSync,
  parting: Parting,
  derived: readonly string[],
): Promise<void> {
  const log = parting.tables.find(({ table }) => table.name === 'activity');
  const places = [...(log?.here.values() ?? [])].map(({ seq }) => Number(seq));
  removeEntries(
    sqlite,
    places.toSorted((one, other) => one - other),
  );
  const returning = await followAgain(client, sqlite, parting, derived);
  keepReturning(sqlite, returning);
}
