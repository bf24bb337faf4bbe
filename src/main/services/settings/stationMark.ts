import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Settings } from '../../../contract/settings/schema.ts';
import type { Store } from '../../base/store/database.ts';
import { writeDocument } from '../../base/store/documents.ts';
import { LOCK_WAIT } from '../../base/store/openDatabase.ts';
import { withFile } from '../../base/store/storageError.ts';

type Station = Settings['station'];

/** Its place in the table of documents. No connection has an empty name. */
const PLACE = { connection: '', name: 'station' } as const;

/**
 * Returns what the window of this computer is for, as the database keeps it beside the settings file since the last start or the
 * last change; undefined where there was none. SECURITY: a station whose settings file is gone stays a station.
 * @throws KeydeskError as storageError.ts names it
 */
export function readStationMark(dataFolder: string): Station | undefined {
  const file = join(dataFolder, 'keydesk.db');
  if (!existsSync(file)) return undefined;
  return withFile(file, () => {
    const sqlite = new DatabaseSync(file, { readOnly: true, timeout: LOCK_WAIT });
    try {
      if (sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = 'document'").get() === undefined) return undefined;
      const row = sqlite
        .prepare('SELECT json FROM document WHERE connection = ? AND name = ?')
        .get(PLACE.connection, PLACE.name);
      // A mark that this version does not know is another kind of locked window.
      return row === undefined ? undefined : row.json === '"desk"' ? 'desk' : 'activation';
    } finally {
      sqlite.close();
    }
  });
}

/** Keeps what the window of this computer is for. Writes only a change. @throws KeydeskError as storageError.ts names it */
export async function keepStationMark(
  { database }: Store,
  known: Station | undefined,
  station: Station,
): Promise<void> {
  if (known === station) return;
  const row = { json: JSON.stringify(station), fetched_at: new Date().toISOString() };
  await writeDocument(database, PLACE, row);
}

/**
 * Changes settings, and keeps the mark in step. SECURITY: of a lock the mark is written first, and of an unlock last: whatever
 * breaks off in between leaves a station locked.
 * @throws KeydeskError as storageError.ts names it, and what `change` throws
 */
export async function changeStation<T>(store: Store, station: Station | undefined, change: () => T): Promise<T> {
  if (station === 'activation') await keepStationMark(store, undefined, station);
  const changed = change();
  if (station === 'desk') await keepStationMark(store, undefined, station);
  return changed;
}
