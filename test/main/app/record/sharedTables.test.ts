import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { merges } from '../../../../src/main/app/record/merges.ts';
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
  'left_pin',
  'merge_id',
  'merge_row',
  'passkey_list',
  'record_applying',
  'record_mirror',
  'record_returning',
  'record_revision',
  'sign_in',
  'sign_in_time',
  'unseen_pin',
];

/** Shared tables whose rows a desk that joins does not bring: the log waits by itself, triggers count, keys are those of another record, and the rest belongs to the record. */
const left = [
  'activation_try',
  'activity',
  'assignment_count',
  'desk_key',
  'desk_statement',
  'engine_place',
  'leader',
  'security_key_count',
  'webhook_count',
  'workflow_count',
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

  test('are merged when a desk joins a record, after those that they refer to, or stay behind', () => {
    const order = merges.map(({ table }) => table);
    expect([...order, ...left].toSorted()).toEqual([...sharedTables.shared].toSorted());
    for (const { table, references = {} } of merges) {
      const columns = named(`SELECT name FROM pragma_table_info('${table}')`);
      for (const [column, id] of Object.entries(references)) {
        expect(columns).toContain(column);
        expect(order.indexOf(id.split('.')[0] ?? '')).toBeLessThan(order.indexOf(table));
        expect(order).toContain(id.split('.')[0]);
      }
      const targets = sqlite.prepare('SELECT "table" AS name FROM pragma_foreign_key_list(?)').all(table);
      for (const { name } of targets) expect(order.indexOf(String(name))).toBeLessThan(order.indexOf(table));
    }
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
