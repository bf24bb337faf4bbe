import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { finishDeletions } from '../../../src/main/assignments/deletions.ts';
import { openLedger } from '../../../src/main/assignments/ledger.ts';
import { settleAbandoned, settleProvisioning } from '../../../src/main/assignments/settle.ts';
import { openUnseenPins } from '../../../src/main/enrollment/unseenPins.ts';
import { openStore, type Store } from '../../../src/main/store/database.ts';
import type { Instance } from '../../../src/main/store/instance.ts';
import { createPruner } from '../../../src/main/store/pruner.ts';
import { createOutbox } from '../../../src/main/webhooks/outbox.ts';
import { hasWork } from '../../../src/main/workflows/conductor.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-polls-'));
  store = openStore(folder);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await store.close();
  rmSync(folder, { recursive: true });
});

const activity = { recordIn: async () => undefined, note: () => undefined };
const instance: Instance = { id: 'me', isAlive: () => true, close: () => undefined };
const log = (message: string) => expect.unreachable(message);
const settling = () => ({ ledger: openLedger(store).of(activity), instance, following: { has: () => false } });
const deletions = () => ({
  database: store.database,
  activity,
  deleteMethod: async () => undefined,
  gone: { userLeft: async () => false, isListed: async () => true },
  signal: new AbortController().signal,
  tried: new Map<string, number>(),
});

const polls: Record<string, () => Promise<unknown>> = {
  workflows: () => hasWork(store.database),
  'a webhook, filled': () => createOutbox(store.database).fill('w', 1),
  'a webhook, due': () => createOutbox(store.database).due('w', 1, 1),
  'assignments, provisioning': () => settleProvisioning(settling(), 't'),
  'assignments, abandoned': () => settleAbandoned(settling(), 't'),
  'assignments, deletions': () => finishDeletions(deletions(), 't', 0),
  'unseen PINs': () => openUnseenPins({ store, instance, activity: () => activity, log }).recordLost(),
  pruner: () => createPruner({ database: store.database, log }).run(),
};
/** All assignments of a tenant, which no poll may go through. */
const wholesale = /INDEX assignment_\w+ \(tenant=\?\)/u;
/** A few rows each, whatever the size. */
const small = /^SCAN (?:webhook|workflow_pass)\b/u;

describe('at any size, a poll that finds nothing reads only what an index has of it', () => {
  test.each(Object.entries(polls))('%s', async (_name, poll) => {
    const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
    await poll();
    const asked = prepare.mock.calls.map(([text]) => text).filter(text => /^\s*select/iu.test(text));
    prepare.mockRestore();
    expect(asked).not.toEqual([]);
    const sqlite = new DatabaseSync(join(folder, 'keydesk.db'));
    const plan = asked.flatMap(text =>
      sqlite
        .prepare(`EXPLAIN QUERY PLAN ${text}`)
        .all()
        .map(({ detail }) => String(detail)),
    );
    sqlite.close();
    const full = plan.filter(step => /^SCAN (?!CONSTANT)|TEMP B-TREE/u.test(step) && !/USING .*INDEX/u.test(step));
    expect(full.filter(step => !small.test(step))).toEqual([]);
    expect(plan.filter(step => wholesale.test(step))).toEqual([]);
  });

  test('passkeys without proof are not looked for among all active ones', async () => {
    const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
    await settleAbandoned(settling(), 't');
    const [asked] = prepare.mock.calls.map(([text]) => text).filter(text => text.includes('registered-unproven'));
    prepare.mockRestore();
    const sqlite = new DatabaseSync(join(folder, 'keydesk.db'));
    const [step] = sqlite.prepare(`EXPLAIN QUERY PLAN ${asked}`).all();
    sqlite.close();
    expect(step?.detail).toContain('assignment_unproven');
  });
});
