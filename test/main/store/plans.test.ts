import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openCodes } from '../../../src/main/activation/codes.ts';
import { listEntries } from '../../../src/main/activity/query.ts';
import { findAssignments } from '../../../src/main/assignments/query.ts';
import { openJournal } from '../../../src/main/enrollment/journal.ts';
import { findKeys } from '../../../src/main/inventory/query.ts';
import { recognisableBy, rowByCredentials } from '../../../src/main/inventory/records.ts';
import { cursorAfter } from '../../../src/main/store/cursor.ts';
import { openStore, type Store } from '../../../src/main/store/database.ts';
import { createOutbox } from '../../../src/main/webhooks/outbox.ts';
import { openDefinitions } from '../../../src/main/workflows/definitions.ts';
import { openRuns } from '../../../src/main/workflows/runs.ts';

const TENANT = 't';
const AFTER = cursorAfter(['2026', 'id']);

let folder: string;
let store: Store;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-plans-'));
  store = openStore(folder);
  fill();
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Some rows of everything: a list that is empty asks for no rows. */
function fill(): void {
  const raw = new DatabaseSync(join(folder, 'keydesk.db'), { timeout: 2000 });
  const five = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5)';
  raw.exec(`${five} INSERT INTO security_key (id, identity, identified_by, aaguid, first_seen_at, last_seen_at)
      SELECT 'k' || i, 'x' || i, 'credential', 'aaguid', '', '2026' FROM n;
    ${five} INSERT INTO assignment (id, tenant, user_id, user_principal_name, display_name, purpose, state, source, reason,
        security_key_id, key_aaguid, credential_id, created_at, updated_at)
      SELECT 'a' || i, '${TENANT}', 'u' || i, 'u', 'u', 'primary', 'active', 'desk', 'registered', 'k' || i, 'aaguid', 'c' || i, '', '2026' FROM n;
    INSERT INTO workflow (n, id, tenant, version, enabled, since, created_at, updated_at) VALUES (1, 'w1', '${TENANT}', 1, 1, 0, '', '');
    INSERT INTO workflow_version (workflow_id, version, name, trigger, existing, created_at) VALUES ('w1', 1, 'W', 'user-imported', 'skip', '');
    ${five} INSERT INTO workflow_run (workflow_n, version, occasion, user_id, user_principal_name, display_name, state, at, updated_at)
      SELECT 1, 1, 'o' || i, 'u' || i, 'u', 'u', 'assigned', '', '' FROM n`);
  raw.close();
}

const assignments = async (filter: Parameters<typeof findAssignments>[2], after?: string) =>
  (await findAssignments(store.database, TENANT, filter, async () => [])).page(50, after);
const runs = (query: object) => openRuns(store.database).list(TENANT, { limit: 50, ...query });
const deliveries = (query: object) => createOutbox(store.database).list(TENANT, { limit: 50, ...query });
const entries = (query: object) => listEntries(store.database, { limit: 50, ...query });

/**
 * Every question that is asked for a list in the window, or again and again, without what only a search by text asks: that may read
 * all rows of a list. A new list belongs here.
 */
const lists: Readonly<Record<string, () => Promise<unknown>>> = {
  'assignments, the newest': () => assignments({}),
  'assignments, further on': () => assignments({}, AFTER),
  'assignments of a user': () => assignments({ user: 'u1' }),
  'assignments of some time': () => assignments({ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }),
  'the inventory': () => findKeys(store.database, TENANT, {}, () => undefined).page(50),
  'the inventory, further on': () => findKeys(store.database, TENANT, {}, () => undefined).page(50, AFTER),
  'runs of a workflow': () => runs({ workflowId: 'w1' }),
  'runs of a workflow in a state, further on': () => runs({ workflowId: 'w1', state: 'assigned', before: 4 }),
  'runs of all workflows': () => runs({}),
  'runs of a user': () => runs({ user: 'u1' }),
  'a workflow and its numbers': () => openDefinitions(store.database, async () => true).get(TENANT, 'w1'),
  'activity, the newest': () => entries({}),
  'activity of a key': () => entries({ key: 'S1' }),
  'activity of a time': () => entries({ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }),
  'deliveries of a webhook': () => deliveries({ webhookId: 'h' }),
  'what is due for a webhook': () => createOutbox(store.database).due('h', Date.now(), 100),
  'unfinished enrollments': () =>
    openJournal(store, { id: 'i', isAlive: () => true, close: () => undefined }).abandoned(),
  'activation codes': () =>
    openCodes({
      database: store.database,
      time: { now: Date.now, decide: async () => Date.now() },
      instance: { id: 'i', isAlive: () => true },
      station: 's',
    }).list(TENANT),
  'a key without a serial number': async () => {
    await recognisableBy(store.database, 'aaguid', undefined);
    await rowByCredentials(store.database, ['c1'], { id: 'key' }, { aaguid: 'aaguid', firmwareVersion: 1 });
  },
};

describe('a list of the record', () => {
  test.each(Object.keys(lists))('%s: walks an index, and sorts nothing', async name => {
    const prepared = vi.spyOn(DatabaseSync.prototype, 'prepare');
    await lists[name]?.();
    const statements = new Set(prepared.mock.calls.map(([sql]) => sql).filter(sql => /^\s*(SELECT|WITH)/i.test(sql)));
    prepared.mockRestore();
    expect(statements.size).toBeGreaterThan(0);
    const raw = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true });
    const plans = [...statements].map(sql => ({ sql, steps: raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() }));
    raw.close();
    for (const { sql, steps } of plans) {
      const slow = (steps as unknown as Step[]).filter(step => isSlow(step, steps as unknown as Step[]));
      expect(
        slow.map(({ detail }) => detail),
        `${sql}\n${steps.map(({ detail }) => detail).join('\n')}`,
      ).toEqual([]);
    }
  });
});

/** A step of a plan; those of a subquery have it as their parent. */
interface Step {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

/** Administrators make a few of them. */
const FEW = /^SCAN (workflow|webhook)$/;

/** A scan along an index, from where a list begins, ends with its page. What belongs to one row of it are a few rows. */
function isSlow({ parent, detail }: Step, steps: readonly Step[]): boolean {
  const ofOneRow = steps.some(({ id, detail: outer }) => id === parent && outer.startsWith('CORRELATED'));
  if (detail.startsWith('USE TEMP B-TREE')) return !ofOneRow;
  if (!detail.startsWith('SCAN ') || FEW.test(detail)) return false;
  return !/USING (COVERING )?INDEX|json_each|CONSTANT ROW|sites|VIRTUAL TABLE/.test(detail);
}
