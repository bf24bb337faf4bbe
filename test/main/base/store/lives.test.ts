import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPruner } from '../../../../src/main/app/pruner.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { openDirectoryDatabase } from '../../../../src/main/features/directory/database/open.ts';

const DAY = 24 * 3600_000;
const NOW = Date.parse('2030-01-01T00:00:00Z');
const DECISION = join(import.meta.dirname, '../../../../docs/decisions/0046-the-life-of-every-table.md');

let folder: string;
let store: Store;
let sqlite: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-lives-'));
  store = openRecord(folder);
  sqlite = new DatabaseSync(join(folder, 'keydesk.db'), { enableForeignKeyConstraints: false });
});
afterEach(async () => {
  sqlite.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

type Row = Record<string, string | number | null>;

/** Adds a row; columns that must have a value and are not given get an empty one. */
function add(table: string, row: Row): void {
  const columns = sqlite.prepare('SELECT * FROM pragma_table_info(?)').all(table);
  const empty = columns
    .filter(({ name, notnull, dflt_value }) => notnull === 1 && dflt_value === null && !(String(name) in row))
    .map(({ name, type }) => [name, type === 'INTEGER' ? 0 : type === 'BLOB' ? new Uint8Array() : '']);
  const whole = { ...Object.fromEntries(empty), ...row };
  const names = Object.keys(whole);
  const places = names.map(() => '?').join();
  sqlite
    .prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${places})`)
    .run(...(Object.values(whole) as string[]));
}

/** A time so many days ago. */
const ago = (days: number) => new Date(NOW - days * DAY).toISOString();
const left = (table: string, column: string) =>
  sqlite
    .prepare(`SELECT ${column} AS it FROM ${table} ORDER BY 1`)
    .all()
    .map(({ it }) => it);
const prune = () =>
  createPruner({ database: store.database, clock: () => NOW, log: message => expect.unreachable(message) }).run();

describe('what is pruned', () => {
  test('runs that ended two years ago, of passes that are over', async () => {
    const run = (name: string, state: string, days: number, occasion = name) =>
      add('workflow_run', { user_id: name, state, occasion, updated_at: ago(days) });
    add('workflow', { n: 0, id: 'w' });
    add('workflow_pass', { id: 'running', started_at: ago(900) });
    run('registered', 'registered', 731);
    run('skipped', 'skipped', 731);
    run('young', 'skipped', 729);
    run('assigned', 'assigned', 5000);
    run('attention', 'attention', 5000);
    run('retrying', 'retrying', 5000);
    run('passing', 'skipped', 900, 'running');
    for (let n = 0; n < 450; n++) run(`many-${n}`, 'skipped', 800);
    await prune();
    expect(left('workflow_run', 'user_id')).toEqual(['assigned', 'attention', 'passing', 'retrying', 'young']);
  });

  test('what waits for a webhook that is switched off, in the order of each user; dead letters after a year', async () => {
    add('webhook', { id: 'on', url: 'a', state: 'active' });
    add('webhook', { id: 'off', url: 'b', state: 'disabled' });
    const delivery = (n: number, row: Row) => add('webhook_delivery', { n, event_seq: n, user_id: 'u', ...row });
    delivery(1, { webhook_id: 'on', queued_at: NOW - 900 * DAY, next_at: 1 });
    delivery(2, { webhook_id: 'off', queued_at: NOW - 91 * DAY, next_at: 1 });
    delivery(3, { webhook_id: 'off', queued_at: NOW - 91 * DAY });
    delivery(4, { webhook_id: 'off', queued_at: NOW - 89 * DAY });
    delivery(5, { webhook_id: 'off', queued_at: NOW - 91 * DAY, next_at: 1, user_id: 'other' });
    delivery(6, { webhook_id: 'on', queued_at: 0, state: 'dead', done_at: NOW - 366 * DAY });
    delivery(7, { webhook_id: 'on', queued_at: 0, state: 'dead', done_at: NOW - 364 * DAY });
    await prune();
    // The second has the time of its user: without it the fourth would never be sent.
    expect(left('webhook_delivery', 'n')).toEqual([1, 2, 4, 7]);
  });

  test('codes 90 days after their time, and not before, used or not', async () => {
    add('activation_code', { id: 'old', expires_at: ago(91), used_at: ago(91) });
    add('activation_code', { id: 'used', expires_at: ago(89), used_at: ago(90) });
    add('activation_code', { id: 'good', expires_at: ago(-1) });
    await prune();
    expect(left('activation_code', 'id')).toEqual(['good', 'used']);
  });

  test('enrollments that left nothing, unless an assignment or an unseen PIN names them', async () => {
    const entry = (id: string, state: string, days: number) =>
      add('journal', { id, state, tenant: 't', user_id: 'u', updated_at: ago(days) });
    entry('old', 'cleaned-up', 366);
    entry('young', 'cleaned-up', 364);
    entry('done', 'done', 5000);
    entry('unfinished', 'needs-attention', 5000);
    entry('assigned', 'cleaned-up', 5000);
    entry('unseen', 'cleaned-up', 5000);
    const own = { purpose: 'primary', state: 'failed', source: 'desk', enrollment_id: 'assigned' };
    add('assignment', { id: 'a', tenant: 't', user_id: 'u', ...own });
    add('unseen_pin', { enrollment_id: 'unseen' });
    await prune();
    expect(left('journal', 'id')).toEqual(['assigned', 'done', 'unfinished', 'unseen', 'young']);
  });

  test('sealed PINs that were never handed over after their time', async () => {
    add('batch', { id: 'b', tenant: 't', state: 'finished', existing: 'skip' });
    for (const [id, days] of [
      ['old', 1],
      ['good', -1],
    ] as const) {
      add('batch_row', { id, batch_id: 'b', state: 'done' });
      add('batch_pin', { row_id: id, expires_at: Date.parse(ago(days)) });
    }
    await prune();
    expect(left('batch_pin', 'row_id')).toEqual(['good']);
    expect(left('batch_row', 'id')).toEqual(['good', 'old']);
  });

  test('sealed PINs of keys that were never finished after their time', async () => {
    for (const [id, days] of [
      ['old', 1],
      ['good', -1],
    ] as const)
      add('left_pin', { enrollment_id: id, expires_at: Date.parse(ago(days)) });
    await prune();
    expect(left('left_pin', 'enrollment_id')).toEqual(['good']);
  });

  test('copies of answers after a year, but never the mark of a station', async () => {
    add('document', { tenant: 't', name: 'old', fetched_at: ago(366) });
    add('document', { tenant: 't', name: 'young', fetched_at: ago(364) });
    add('document', { tenant: '', name: 'station', fetched_at: ago(5000) });
    add('passkey_list', { tenant: 't', user_id: 'old', fetched_at: ago(366) });
    add('passkey_list', { tenant: 't', user_id: 'young', fetched_at: ago(364) });
    await prune();
    expect(left('document', 'name')).toEqual(['station', 'young']);
    expect(left('passkey_list', 'user_id')).toEqual(['young']);
  });
});

describe('the decision', () => {
  test('names every table of both databases, and no other', () => {
    const directory = openDirectoryDatabase(folder);
    const tables = [sqlite, directory].flatMap(database =>
      database
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')")
        .all()
        .map(({ name }) => String(name))
        .filter(name => !name.startsWith('sqlite_')),
    );
    directory.close();
    const named = [...readFileSync(DECISION, 'utf8').matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gmu)].flatMap(([, cell]) =>
      [...(cell ?? '').matchAll(/`(\w+)`/gu)].map(([, name]) => name),
    );
    expect(named.toSorted()).toEqual(tables.toSorted());
  });
});
