import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPruner } from '../../../../../src/main/app/pruner.ts';
import { openRecord } from '../../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../../src/main/base/store/database.ts';
import { openDocuments } from '../../../../../src/main/base/store/documents.ts';
import type { Instance } from '../../../../../src/main/base/store/instance.ts';
import { noteConflicts } from '../../../../../src/main/features/assignments/awayConflicts.ts';
import { finishDeletions } from '../../../../../src/main/features/assignments/deletions.ts';
import { enrolledForNotes } from '../../../../../src/main/features/assignments/enrolledFor.ts';
import { createLedger } from '../../../../../src/main/features/assignments/ledger.ts';
import { settleAbandoned, settleProvisioning } from '../../../../../src/main/features/assignments/settle.ts';
import { createUnseenPins } from '../../../../../src/main/features/enrollment/unseenPins.ts';
import { createOutbox } from '../../../../../src/main/features/webhooks/outbox.ts';
import { hasWork } from '../../../../../src/main/features/workflows/engineHost.ts';
import { filledFolder } from './filled.ts';
import { expectPlans, openToExplain, queriesOf, type Statistics, statisticsOf } from './steps.ts';

let folder: string;
let store: Store;
let filled: string;
let statistics: Statistics;
beforeAll(async () => {
  filled = await filledFolder();
  statistics = statisticsOf(filled);
});
afterAll(() => rmSync(filled, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-polls-'));
  store = openRecord(folder);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const activity = { recordIn: async () => undefined, note: () => undefined };
const instance: Instance = {
  id: 'me',
  isAlive: () => true,
  isPresent: () => true,
  mayLead: () => 0,
  close: () => undefined,
};
const log = (message: string) => expect.unreachable(message);
const settling = () => ({
  ledger: createLedger(store, async () => undefined).of(activity),
  instance,
  following: { has: () => false },
  enrolledFor: enrolledForNotes(
    openDocuments(store).of(() => 't'),
    log,
  ),
});
const deletions = () => ({
  database: store.database,
  activity,
  deleteMethod: async () => undefined,
  gone: { now: Date.now, userLeft: async () => false, isListed: async () => true },
  signal: new AbortController().signal,
  tried: new Map<string, number>(),
});

const polls: Record<string, () => Promise<unknown>> = {
  workflows: () => hasWork(store.database),
  'a webhook, filled': () => createOutbox(store.database).fill('w', 1),
  'a webhook, due': () => createOutbox(store.database).due('w', 1, 1),
  'assignments, provisioning': () => settleProvisioning(settling(), 't'),
  'assignments, abandoned': () => settleAbandoned(settling(), 't'),
  'assignments, conflicts': () => noteConflicts({ ledger: settling().ledger, activity }, 't'),
  'assignments, deletions': () => finishDeletions(deletions(), 't', 0),
  'unseen PINs': () => createUnseenPins({ store, instance, activity: () => activity, log }).recordLost(),
  pruner: () => createPruner({ database: store.database, log }).run(),
};
const PROVISIONING = {
  'assignment_state (tenant=? AND state=?)': 'those that are being provisioned, or failed, are few',
};
const OLD = 'from the oldest row to the first that is too young to be deleted';
/** Steps that read many rows only where there is something to do. */
const reasons: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'assignments, provisioning': PROVISIONING,
  'assignments, abandoned': PROVISIONING,
  pruner: {
    'COVERING document_fetched (fetched_at<?)': OLD,
    'COVERING passkey_list_fetched (fetched_at<?)': OLD,
    'COVERING webhook_delivery_done (done_at<?)': OLD,
    'activation_code_expires (expires_at<?)': OLD,
    'COVERING batch_pin_expires (expires_at<?)': OLD,
    'COVERING left_pin_expires (expires_at<?)': OLD,
    'COVERING deferred_package_expires (expires_at<?)': OLD,
    'event_at (at<?)': OLD,
  },
};

describe('at any size, a poll that finds nothing reads only what an index has of it', () => {
  test.each(Object.entries(polls))('%s', async (name, ask) => {
    const sqlite = openToExplain(folder, 'keydesk');
    await expectPlans({ ask, but: reasons[name] ?? {} }, undefined, sqlite, statistics);
    sqlite.close();
  });

  test('passkeys without proof are not looked for among all active ones', async () => {
    const [asked = ''] = (await queriesOf(() => settleAbandoned(settling(), 't'))).filter(text =>
      text.includes('registered-unproven'),
    );
    const sqlite = openToExplain(folder, 'keydesk');
    const [step] = sqlite.prepare(`EXPLAIN QUERY PLAN ${asked}`).all();
    sqlite.close();
    expect(step?.detail).toContain('assignment_unproven');
  });
});
