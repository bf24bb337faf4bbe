/**
 * Measures how long a person waits with a data folder of a million runs and a hundred thousand keys, assignments and
 * deliveries, compared with a thousand runs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AssignmentFilter } from '../src/contract/assignments/schema.ts';
import type { InventoryFilter } from '../src/contract/inventory/schema.ts';
import { keyReferences } from '../src/main/app/record/keyReferences.ts';
import { openRecord } from '../src/main/app/record/openRecord.ts';
import type { Store } from '../src/main/base/store/database.ts';
import { findAssignments } from '../src/main/features/assignments/query.ts';
import { findKeys } from '../src/main/features/inventory/query.ts';
import { recognizableBy, rowByCredentials } from '../src/main/features/inventory/records.ts';
import { createOutbox } from '../src/main/features/webhooks/outbox.ts';
import { createDefinitions } from '../src/main/features/workflows/definitions.ts';
import { createRunHistory } from '../src/main/features/workflows/runs.ts';
import { type Figure, median } from './figure.ts';

const SMALL = 1000;
const LARGE = 1_000_000;
/** The number of runs per key and assignment. */
const RUNS_OF_A_KEY = 10;
const ROUNDS = 15;
const TENANT = 'contoso';
const AAGUID = 'aaguid';

const tasks = {
  'a page of the run history': ({ database }) =>
    createRunHistory(database).list(TENANT, { workflowId: 'w1', limit: 50 }),
  'a page of the run history, of one state': ({ database }) =>
    createRunHistory(database).list(TENANT, { workflowId: 'w1', state: 'attention', limit: 50 }),
  'a workflow and its numbers': ({ database }) => createDefinitions(database, async () => true).get(TENANT, 'w1'),
  'assignments and their numbers': store => assignments(store, {}),
  'assignments in a state that none is in': store => assignments(store, { states: ['failed'] }),
  'assignments of a key and their numbers': store => assignments(store, { key: 'S7' }),
  'assignments of a user and their numbers': store => assignments(store, { user: 'u7@contoso.example' }),
  'keys and their numbers': store => keys(store, {}),
  'lost keys, where none is': store => keys(store, { states: ['lost'] }),
  'keys of a user and their numbers': store => keys(store, { user: 'u7@contoso.example' }),
  'a page of deliveries': ({ database }) => createOutbox(database).list(TENANT, { limit: 50 }),
  'deliveries that were given up, where none was': ({ database }) =>
    createOutbox(database).list(TENANT, { state: 'dead', limit: 50 }),
  'recognizing a key without a serial number': async ({ database }) => {
    await recognizableBy(database, AAGUID, undefined);
    await rowByCredentials(
      { database, references: keyReferences({ recordIn: async () => undefined, note: () => undefined }) },
      ['c7'],
      { id: 'key' },
      { aaguid: AAGUID, firmwareVersion: 1 },
    );
  },
} satisfies Record<string, (store: Store) => Promise<unknown>>;

/** Reads a page and its counts, as the window does after each change. */
async function assignments({ database }: Store, filter: AssignmentFilter): Promise<void> {
  const found = await findAssignments(database, TENANT, filter, async () => []);
  await found.page(100);
  await found.summary();
}

async function keys({ database }: Store, filter: InventoryFilter): Promise<void> {
  const found = findKeys(database, TENANT, filter, () => undefined);
  await found.page(100);
  await found.summary();
}

type Task = keyof typeof tasks | 'opening the data folder';
type Times = Record<Task, number>;

export async function filledRecordFigures(): Promise<Figure[]> {
  const [small, large] = [await measure(SMALL), await measure(LARGE)];
  return (Object.keys(large) as Task[]).map(name => ({
    name: `${name}, 1,000,000 runs`,
    value: large[name],
    unit: 'ms',
    floor: { name: '1,000 runs', value: small[name] },
    goal: 3,
  }));
}

async function measure(runs: number): Promise<Times> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  try {
    await openRecord(folder).close();
    fill(join(folder, 'keydesk.db'), runs);
    const opening = await medianOf(async () => openRecord(folder).close());
    const store = openRecord(folder);
    const times = await timesOf(store);
    await store.close();
    return { 'opening the data folder': opening, ...times };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Does each task several times. Returns the medians in ms. */
export async function timesOf(store: Store): Promise<Record<keyof typeof tasks, number>> {
  const times: Partial<Times> = {};
  for (const [name, task] of Object.entries(tasks)) times[name as Task] = await medianOf(() => task(store));
  return times as Times;
}

async function medianOf(task: () => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now();
    await task();
    rounds.push(performance.now() - began);
  }
  return median(rounds);
}

/** Fills the database of a new data folder with runs, and with a tenth as many keys, assignments, events and deliveries. */
export function fill(file: string, runs: number): void {
  const sqlite = new DatabaseSync(file);
  const numbers = (count: number) =>
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  const keys = runs / RUNS_OF_A_KEY;
  sqlite.exec(`PRAGMA synchronous = OFF; BEGIN;
    INSERT INTO workflow (n, id, tenant, version, enabled, since, created_at, updated_at)
      VALUES (1, 'w1', '${TENANT}', 1, 1, 0, '', ''), (2, 'w2', '${TENANT}', 1, 1, 0, '', '');
    INSERT INTO workflow_version (workflow_id, version, name, trigger, existing, created_at)
      VALUES ('w1', 1, 'One', 'user-imported', 'skip', ''), ('w2', 1, 'Two', 'user-imported', 'skip', '');
    ${numbers(runs)} INSERT INTO workflow_run
      (workflow_n, version, occasion, user_id, user_principal_name, display_name, state, at, updated_at)
      SELECT 1 + i % 2, 1, 'o' || i, 'u' || i, 'u' || i || '@contoso.example', 'User', 
        CASE WHEN i % 997 = 0 THEN 'attention' WHEN i % 3 = 0 THEN 'registered' ELSE 'assigned' END, '2026', '2026' || i FROM n;
    ${numbers(keys)} INSERT INTO security_key (id, identity, identified_by, aaguid, first_seen_at, last_seen_at)
      SELECT 'k' || i, 'x' || i, CASE i % 3 WHEN 0 THEN 'credential' ELSE 'serial' END, '${AAGUID}', '', '2026' || i FROM n;
    ${numbers(keys)} INSERT INTO journal (id, instance, started_at, updated_at, state, tenant, user_id, user_principal_name,
        key_id, key_aaguid, rp_id, user_handle, challenge_expires_at, display_name)
      SELECT 'j' || i, '', '', '', 'done', '${TENANT}', 'u' || i, 'u', 'k', '${AAGUID}', 'login.microsoft.com', x'01', '', '' FROM n;
    ${numbers(keys)} INSERT INTO assignment (id, tenant, user_id, user_principal_name, display_name, purpose, state, source,
        security_key_id, key_aaguid, key_serial, credential_id, enrollment_id, reason, created_at, updated_at)
      SELECT 'a' || i, '${TENANT}', 'u' || i, 'u' || i || '@contoso.example', 'u', 'primary', 'active', 'desk', 'k' || i, '${AAGUID}', 'S' || i, 'c' || i, 'j' || i,
        'registered', '', '2026' || i FROM n;
    ${numbers(keys)} INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data)
      SELECT 'e' || i, 'passkey.registered', '', '${TENANT}', 'u' || i, 'u', '{}' FROM n;
    INSERT INTO webhook (id, tenant, url, types, fields, state, created_at, place)
      VALUES ('h', '${TENANT}', 'https://a.example', '[]', '[]', 'active', '', 0),
        ('other', 'fabrikam', 'https://b.example', '[]', '[]', 'active', '', 0);
    ${numbers(keys)} INSERT INTO webhook_delivery (webhook_id, event_seq, user_id, state, queued_at)
      SELECT CASE WHEN i % 97 = 0 THEN 'h' ELSE 'other' END, i, 'u' || i, 'delivered', 1 FROM n;
    COMMIT`);
  sqlite.close();
}
