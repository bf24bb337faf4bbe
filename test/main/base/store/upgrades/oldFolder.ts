import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../../../src/main/app/record/migrations.ts';
import type { Migration } from '../../../../../src/main/base/store/migrate.ts';
import { directoryMigrations } from '../../../../../src/main/features/directory/database/schema.ts';
import { headFile } from '../../../../../src/main/services/activity/head.ts';
import { atVersion } from '../atVersion.ts';

/** The tenant of all rows: an address where no server listens. */
export const TENANT = 'http://127.0.0.1:9';

/**
 * Creates a data folder of a Keydesk with these database versions: the tables of that version, with the rows of each
 * SQL file whose name includes the version (`from-to-what.sql`).
 */
export function oldFolder(version: number, directoryVersion: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-upgrade-'));
  writeDatabase(join(folder, 'keydesk.db'), 'keydesk', migrations, version);
  if (directoryVersion > 0)
    writeDatabase(join(folder, 'directory.db'), 'directory', directoryMigrations, directoryVersion);
  const head = version < 3 ? undefined : lastEntry(folder);
  if (head !== undefined) headFile(folder).renew(head);
  writeFileSync(join(folder, 'settings.json'), '{}');
  return folder;
}

function writeDatabase(file: string, name: string, all: readonly Migration[], version: number): void {
  const sqlite = atVersion(file, version, all);
  for (const sql of rowsOf(name, version)) sqlite.exec(sql);
  sqlite.close();
}

function rowsOf(name: string, version: number): string[] {
  const folder = join(import.meta.dirname, name);
  return readdirSync(folder)
    .toSorted()
    .filter(file => {
      const [from, to] = file.split('-').map(Number);
      return from !== undefined && to !== undefined && from <= version && version <= to;
    })
    .map(file => readFileSync(join(folder, file), 'utf8'));
}

function lastEntry(folder: string) {
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'));
  const row = sqlite.prepare('SELECT seq, hash FROM activity ORDER BY seq DESC LIMIT 1').get();
  sqlite.close();
  return row && { count: Number(row.seq), hash: String(row.hash) };
}
