import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { sharedTables } from '../../../../src/main/app/record/sharedTables.ts';
import { connect, disconnect } from '../../../../src/main/base/record/connect.ts';
import { createRecord } from '../../../../src/main/base/record/create.ts';
import { type RecordTable, recordTables } from '../../../../src/main/base/record/tables.ts';
import { targetOf } from '../../base/record/desks.ts';
import { atVersion } from '../../base/store/atVersion.ts';

/** The version before that of this Keydesk. */
export const BEFORE = migrations.length - 1;

/** Returns the tables that the desks of the version before shared. */
export function tablesBefore(): RecordTable[] {
  const sqlite = atVersion(':memory:', BEFORE);
  try {
    return sharedIn(sqlite);
  } finally {
    sqlite.close();
  }
}

function sharedIn(sqlite: DatabaseSync): RecordTable[] {
  const isThere = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
  const shared = sharedTables.shared.filter(name => isThere.get(name) !== undefined);
  return recordTables(sqlite, { ...sharedTables, shared });
}

/**
 * Makes a record of the version before, and puts the database of its desk into a data folder, as if an older Keydesk had done both. The record has one key, and an event for each of
 * `events`.
 */
export async function makeOlderRecord(folder: string, url: string, events: readonly string[] = []): Promise<void> {
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `keydesk.db${end}`), { force: true });
  const sqlite = atVersion(join(folder, 'keydesk.db'), BEFORE);
  const client = await connect(targetOf(url));
  try {
    const add = sqlite.prepare(
      "INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data) VALUES (?, ?, 'now', 't', 'u', 'u', '{}')",
    );
    for (const type of events) add.run(randomUUID(), type);
    const desk = { id: randomUUID(), name: 'Before' };
    const id = randomUUID();
    await createRecord(client, sqlite, sharedIn(sqlite), { id, version: BEFORE, desk });
    sqlite
      .prepare(
        "INSERT INTO record_mirror (one, record, desk, revision, seen_at, url, sign_in) VALUES (1, ?, ?, 1, 0, ?, 'none')",
      )
      .run(id, desk.id, url);
  } finally {
    await disconnect(client);
    sqlite.close();
  }
}
