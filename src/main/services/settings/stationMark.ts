import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Settings } from '../../../contract/settings/schema.ts';
import type { Store } from '../../base/store/database.ts';
import { writeDocument } from '../../base/store/documents.ts';
import { LOCK_WAIT } from '../../base/store/openDatabase.ts';
import { withFile } from '../../base/store/storageError.ts';

type Station = Settings['station'];

/** The key of the mark in the table of documents. No tenant has an empty id. */
const PLACE = { tenant: '', name: 'station' } as const;

/**
 * Returns the use of this computer's window, which the database stores in addition to the settings file since the last
 * start or change. Returns undefined if there is none. SECURITY: a station stays a station if its settings file is
 * deleted.
 * @throws KeydeskError as storageError.ts names it
 */
export function readStationMark(dataFolder: string): Station | undefined {
  const file = join(dataFolder, 'keydesk.db');
  if (!existsSync(file)) return undefined;
  return withFile(file, () => {
    const sqlite = new DatabaseSync(file, { readOnly: true, timeout: LOCK_WAIT });
    try {
      const tenant = tenantColumn(sqlite);
      if (tenant === undefined) return undefined;
      const row = sqlite
        .prepare(`SELECT json FROM document WHERE ${tenant} = ? AND name = ?`)
        .get(PLACE.tenant, PLACE.name);
      // An unknown mark of another version is another kind of locked window.
      return row === undefined ? undefined : row.json === '"desk"' ? 'desk' : 'activation';
    } finally {
      sqlite.close();
    }
  });
}

/**
 * Returns the name of the column that names a document's tenant; undefined if there is no such table. The mark is read
 * before the database is migrated, and versions before 35 called the column `connection`.
 */
function tenantColumn(sqlite: DatabaseSync): string | undefined {
  const columns = sqlite.prepare("SELECT name FROM pragma_table_info('document')").all();
  return ['tenant', 'connection'].find(known => columns.some(({ name }) => name === known));
}

/** Stores the use of this computer's window, if it has changed. @throws KeydeskError as storageError.ts names it */
export async function keepStationMark(
  { database }: Store,
  known: Station | undefined,
  station: Station,
): Promise<void> {
  if (known === station) return;
  const row = { json: JSON.stringify(station), fetched_at: new Date().toISOString() };
  await writeDocument(database, [PLACE], row);
}

/**
 * Changes settings together with the mark. SECURITY: writes the mark first to lock, and last to unlock, so that an
 * error in between leaves a station locked.
 * @throws KeydeskError as storageError.ts names it; errors of `change`
 */
export async function changeStation<T>(store: Store, station: Station | undefined, change: () => T): Promise<T> {
  if (station === 'activation') await keepStationMark(store, undefined, station);
  const changed = change();
  if (station === 'desk') await keepStationMark(store, undefined, station);
  return changed;
}
