import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import { sharedTables, stationRights } from '../../../../src/main/app/record/sharedTables.ts';
import { ownTables, recordTables } from '../../../../src/main/base/record/tables.ts';

/** The tables that belong to one desk. A new table is here or in `sharedTables`. */
const own = [
  'activity_indexed',
  'activity_terms',
  'activity_text',
  'activity_waiting',
  'announced_place',
  'deferred_package',
  'desk_time',
  'document',
  'journal',
  'key_habit',
  'passkey_list',
  'record_applying',
  'record_mirror',
  'record_returning',
  'record_revision',
  'sign_in',
  'sign_in_time',
  'unseen_pin',
];

describe('the tables of keydesk.db', () => {
  let folder: string;
  let sqlite: DatabaseSync;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keydesk-shared-'));
    await openRecord(folder).close();
    sqlite = new DatabaseSync(join(folder, 'keydesk.db'));
  });
  afterAll(() => {
    sqlite.close();
    rmSync(folder, { recursive: true });
  });
  const named = (sql: string) =>
    sqlite
      .prepare(sql)
      .all()
      .map(row => String(row.name));

  test('are shared by the desks, or belong to one of them', () => {
    const tables = named("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')");
    expect([...sharedTables.shared, ...own].toSorted()).toEqual(
      tables.filter(name => !name.startsWith('sqlite_')).toSorted(),
    );
  });

  test('can be recorded: each shared one has a primary key, and refers to shared ones only', () => {
    const shared = recordTables(sqlite, sharedTables);
    expect(shared.map(({ name }) => name)).toEqual(sharedTables.shared);
    for (const { name } of shared) {
      const targets = sqlite.prepare('SELECT "table" AS name FROM pragma_foreign_key_list(?)').all(name);
      for (const target of targets) expect(sharedTables.shared).toContain(target.name);
    }
    expect(ownTables(sqlite, sharedTables).map(({ name }) => name)).toContain('journal');
  });

  test('have triggers that do nothing while rows of the record are applied, but for those that keep the log', () => {
    const triggers = sqlite.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all();
    expect(triggers.length).toBeGreaterThan(30);
    const unguarded = triggers.filter(
      ({ sql }) => !String(sql).includes('WHEN NOT EXISTS (SELECT 1 FROM record_applying)'),
    );
    expect(unguarded.map(({ name }) => name).toSorted()).toEqual([
      'activity_keeps_entries',
      'activity_keeps_places',
      'activity_keeps_words',
    ]);
  });

  test('a station writes what it reads, and sees neither webhooks nor batches nor the log', () => {
    for (const table of stationRights.writes) expect(stationRights.reads).toContain(table);
    expect(stationRights.reads.filter(name => /^(webhook|batch|activity)/.test(name))).toEqual([]);
  });
});
