/** Measures the queries of an idle Keydesk on a record with a million runs, compared with a thousand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createPruner } from '../src/main/app/pruner.ts';
import { openRecord } from '../src/main/app/record/openRecord.ts';
import type { Store } from '../src/main/base/store/database.ts';
import { openDocuments } from '../src/main/base/store/documents.ts';
import { registerInstance } from '../src/main/base/store/instance.ts';
import { finishDeletions } from '../src/main/features/assignments/deletions.ts';
import { enrolledForNotes } from '../src/main/features/assignments/enrolledFor.ts';
import { createLedger } from '../src/main/features/assignments/ledger.ts';
import { settleAbandoned, settleProvisioning } from '../src/main/features/assignments/settle.ts';
import { createJournal } from '../src/main/features/enrollment/journal.ts';
import { createUnseenPins } from '../src/main/features/enrollment/unseenPins.ts';
import { createOutbox } from '../src/main/features/webhooks/outbox.ts';
import { hasWork } from '../src/main/features/workflows/engineHost.ts';
import { type Figure, median } from './figure.ts';

const SMALL = 1000;
const LARGE = 1_000_000;
/** The number of runs per key, assignment and delivery. */
const RUNS_OF_A_KEY = 10;
const ROUNDS = 15;
const TENANT = 'contoso';

type Polls = Record<string, () => Promise<unknown>>;

export async function pollFigures(): Promise<Figure[]> {
  const [small, large] = [await measure(SMALL), await measure(LARGE)];
  return Object.keys(large).map(name => ({
    name: `${name}, 1,000,000 runs`,
    value: large[name] ?? 0,
    unit: 'ms',
    floor: { name: '1,000 runs', value: small[name] ?? 0 },
    goal: 3,
  }));
}

function pollsOf(folder: string, store: Store, close: (() => void)[]): Polls {
  const { database } = store;
  const log = (message: string) => {
    throw new Error(message);
  };
  const instance = registerInstance(folder, log);
  close.push(instance.close);
  const activity = { recordIn: async () => undefined, note: () => undefined };
  const settling = {
    ledger: createLedger(store, async () => undefined).of(activity),
    instance,
    following: { has: () => false },
    enrolledFor: enrolledForNotes(
      openDocuments(store).of(() => TENANT),
      log,
    ),
  };
  const outbox = createOutbox(database);
  const journal = createJournal(store, instance, log);
  const unseen = createUnseenPins({ store, instance, activity: () => activity, log });
  const pruner = createPruner({ database, log });
  const deletions = {
    database,
    activity,
    deleteMethod: async () => undefined,
    gone: { now: Date.now, userLeft: async () => false, isListed: async () => true },
    signal: new AbortController().signal,
    tried: new Map<string, number>(),
  };
  return {
    'poll of workflows': () => hasWork(database),
    'poll of a webhook': async () => {
      await outbox.fill('w', Date.now());
      await outbox.due('w', Date.now(), 1);
    },
    'round of assignments': async () => {
      await settleProvisioning(settling, TENANT);
      await finishDeletions(deletions, TENANT, performance.now());
    },
    'first look at assignments': () => settleAbandoned(settling, TENANT),
    'look for unfinished enrollments': () => journal.abandoned(),
    'look for unseen PINs': () => unseen.recordLost(),
    'look for what is to be pruned': () => pruner.run(),
  };
}

async function measure(runs: number): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const close: (() => void)[] = [];
  try {
    await openRecord(folder).close();
    fill(join(folder, 'keydesk.db'), runs);
    const store = openRecord(folder);
    const times: Record<string, number> = {};
    for (const [name, poll] of Object.entries(pollsOf(folder, store, close))) times[name] = await medianOf(poll);
    times['all polls together'] = Object.values(times).reduce((sum, time) => sum + time, 0);
    await store.close();
    return times;
  } finally {
    for (const each of close) each();
    rmSync(folder, { recursive: true });
  }
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

/** Fills the record with recent, finished rows, so that a poll finds no work. */
function fill(file: string, runs: number): void {
  const sqlite = new DatabaseSync(file);
  const numbers = (count: number) =>
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  const keys = runs / RUNS_OF_A_KEY;
  const at = new Date().toISOString();
  sqlite.exec(`PRAGMA synchronous = OFF; BEGIN;
    INSERT INTO workflow (n, id, tenant, version, enabled, since, created_at, updated_at)
      VALUES (1, 'w1', '${TENANT}', 1, 1, 0, '', '');
    ${numbers(runs)} INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data)
      SELECT 'e' || i, 'user.imported', '${at}', '${TENANT}', 'u' || i, 'u', '{}' FROM n;
    UPDATE engine_place SET seq = ${runs};
    ${numbers(runs)} INSERT INTO workflow_run
      (workflow_n, version, occasion, user_id, user_principal_name, display_name, state, at, updated_at)
      SELECT 1, 1, 'e' || i, 'u' || i, 'u', 'User', CASE i % 3 WHEN 0 THEN 'registered' ELSE 'assigned' END, '${at}', '${at}' FROM n;
    INSERT INTO webhook (id, url, types, fields, state, created_at, place)
      VALUES ('w', 'https://a.example', '[]', '[]', 'active', '', ${runs});
    ${numbers(keys)} INSERT INTO webhook_delivery (webhook_id, event_seq, user_id, state, queued_at, done_at)
      SELECT 'w', i, 'u' || i, CASE i % 9 WHEN 0 THEN 'dead' ELSE 'delivered' END, ${Date.now()}, ${Date.now()} FROM n;
    ${numbers(keys)} INSERT INTO journal (id, instance, started_at, updated_at, state, tenant, user_id, user_principal_name,
        key_id, key_aaguid, rp_id, user_handle, challenge_expires_at, display_name)
      SELECT 'j' || i, '', '', '${at}', CASE i % 9 WHEN 0 THEN 'cleaned-up' ELSE 'done' END, '${TENANT}', 'u' || i, 'u', 'k', 'a',
        'login.microsoft.com', x'01', '', '' FROM n;
    ${numbers(keys)} INSERT INTO assignment (id, tenant, user_id, user_principal_name, display_name, purpose, state, source,
        credential_id, method_id, enrollment_id, reason, created_at, updated_at)
      SELECT 'a' || i, '${TENANT}', 'u' || i, 'u', 'u', 'primary', 'active', 'desk', 'c' || i, 'm' || i, 'j' || i,
        'registered', '', '${at}' FROM n;
    COMMIT`);
  sqlite.close();
}
