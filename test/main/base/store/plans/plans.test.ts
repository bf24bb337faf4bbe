import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { ActivityQuery } from '../../../../../src/contract/activity/schema.ts';
import type { AssignmentQuery } from '../../../../../src/contract/assignments/schema.ts';
import type { InventoryQuery } from '../../../../../src/contract/inventory/schema.ts';
import type { DeliveryQuery } from '../../../../../src/contract/webhooks/schema.ts';
import type { RunQuery } from '../../../../../src/contract/workflows/schema.ts';
import { keyReferences } from '../../../../../src/main/app/record/keyReferences.ts';
import { openRecord } from '../../../../../src/main/app/record/openRecord.ts';
import { cursorAfter } from '../../../../../src/main/base/store/cursor.ts';
import type { Store } from '../../../../../src/main/base/store/database.ts';
import { createCodes } from '../../../../../src/main/features/activation/codes.ts';
import { findAssignments } from '../../../../../src/main/features/assignments/query.ts';
import { createJournal } from '../../../../../src/main/features/enrollment/journal.ts';
import { findKeys, getKey } from '../../../../../src/main/features/inventory/query.ts';
import { recognizableBy, rowByCredentials } from '../../../../../src/main/features/inventory/records.ts';
import {
  activatedIn,
  activationsIn,
  failedByCause,
  keptPins,
  pendingIn,
} from '../../../../../src/main/features/overview/counts.ts';
import { lastDays, lastWeeks, type Span, spansOfAges } from '../../../../../src/main/features/overview/days.ts';
import { readProfiles } from '../../../../../src/main/features/profiles/read.ts';
import { createEndpoints } from '../../../../../src/main/features/webhooks/endpoints.ts';
import { createOutbox } from '../../../../../src/main/features/webhooks/outbox.ts';
import { createDefinitions } from '../../../../../src/main/features/workflows/definitions.ts';
import { createRunHistory } from '../../../../../src/main/features/workflows/runs.ts';
import { listEntries } from '../../../../../src/main/services/activity/query.ts';
import { boundTenant } from '../../../services/tenant/bound.ts';
import { filledFolder, TENANT } from './filled.ts';
import { expectPlans, type List, openToExplain, type Statistics, statisticsOf } from './steps.ts';

const AFTER = cursorAfter(['2026', 'id']);
const FROM = '2026-01-01T00:00:00Z';
const TO = '2026-02-01T00:00:00Z';

let folder: string;
let statistics: Statistics;
beforeAll(async () => {
  folder = await filledFolder();
  statistics = statisticsOf(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const instance = { id: 'i', isAlive: () => true, isPresent: () => true, mayLead: () => 0 };
/** A list by each of its filters: one that the contract gets needs a line here. */
type Lists<Query> = Readonly<Record<keyof Query, List<Store>>> & Readonly<Record<string, List<Store>>>;

const assignments =
  (query: Partial<AssignmentQuery>) =>
  async ({ database }: Store) => {
    const { after, limit = 50, sort, descending, ...filter } = query;
    const found = await findAssignments(database, TENANT, filter, async (_, ids) => ids.slice(0, 10), {
      sort,
      descending,
    });
    await found.page(limit, after);
    await found.summary();
  };
const inventory =
  (query: Partial<InventoryQuery>) =>
  async ({ database }: Store) => {
    const { after, limit = 50, ...filter } = query;
    const found = findKeys(database, TENANT, filter, () => undefined);
    await found.page(limit, after);
    await found.summary();
  };
const deliveries = (query: Partial<DeliveryQuery>) => (store: Store) =>
  createOutbox(store.database).list(TENANT, { limit: 50, ...query });
const runs = (query: Partial<RunQuery>) => (store: Store) =>
  createRunHistory(store.database).list(TENANT, { limit: 50, ...query });
const entries = (query: Partial<ActivityQuery>) => (store: Store) =>
  listEntries(store.database, { limit: 50, ...query });

type Ask = (store: Store) => unknown;
const list = (ask: Ask, walks: readonly string[] = [], but: Readonly<Record<string, string>> = {}): List<Store> => ({
  ask,
  walks,
  but,
});

const SEARCHES = 'text is looked for anywhere in a row';
const COUNTS = 'rows are counted, along the index alone';
const ONE = 'one row of it is read';
/** The names of workflows, one row each. */
const NAMES = {
  'COVERING assignment_workflow (tenant=?)': ONE,
  'COVERING assignment_workflow (tenant=? AND workflow_name=? AND workflow_id>?)': ONE,
  'COVERING assignment_workflow (tenant=? AND workflow_name>?)': ONE,
};
const ofAssignments = (
  query: Partial<AssignmentQuery>,
  walks: readonly string[] = [],
  but: Readonly<Record<string, string>> = {},
) => list(assignments(query), walks, { ...NAMES, ...but });

const UPDATED = 'assignment_updated';
const STATE = 'assignment_state';
const MODEL = 'assignment_model';
const MADE_BY = 'assignment_made_by';
const GATHERED = '2000 rows are gathered at most, and sorted';
const SORTED = 'only the orders by time and by user have an index (decision 70)';
const SIFTED = 'the state is in the index, and only rows with it are read';
const IN_TIME = 'updated_at>? AND updated_at<?';

const lists = {
  assignments: {
    limit: ofAssignments({}, [`${UPDATED} (tenant=?)`]),
    after: ofAssignments({ after: AFTER }, [`${UPDATED} (tenant=? AND updated_at<?)`]),
    states: ofAssignments({ states: ['failed', 'expired'] }, [`${STATE} (tenant=? AND state=?)`]),
    accounts: ofAssignments({ accounts: ['left'], after: AFTER }, [], {}),
    'accounts, states': ofAssignments({ accounts: ['left'], states: ['active'] }),
    'states, after': ofAssignments({ states: ['failed'], after: AFTER }, [
      `${STATE} (tenant=? AND state=? AND updated_at<?)`,
    ]),
    user: ofAssignments({ user: 'u7', after: AFTER }),
    'user, states': ofAssignments({ user: 'u7', states: ['failed'] }),
    key: ofAssignments({ key: 'aaguid' }, [`${MODEL} (tenant=? AND key_aaguid=? AND state=?)`], {
      [`COVERING ${MODEL} (tenant=? AND key_aaguid=?)`]: COUNTS,
    }),
    'key, states': ofAssignments(
      { key: 'aaguid', states: ['failed'] },
      [`${MODEL} (tenant=? AND key_aaguid=? AND state=?)`],
      {
        [`COVERING ${MODEL} (tenant=? AND key_aaguid=?)`]: COUNTS,
      },
    ),
    'key, times': ofAssignments(
      { key: 'aaguid', from: FROM, to: TO },
      [`${MODEL} (tenant=? AND key_aaguid=? AND state=? AND ${IN_TIME})`],
      { [`COVERING ${MODEL} (tenant=? AND key_aaguid=? AND state=? AND ${IN_TIME})`]: COUNTS },
    ),
    workflow: ofAssignments({ workflow: 'w1' }, [`${MADE_BY} (tenant=? AND workflow_id=? AND state=?)`], {
      [`COVERING ${MADE_BY} (tenant=? AND workflow_id=?)`]: COUNTS,
    }),
    'workflow, states': ofAssignments(
      { workflow: 'w1', states: ['failed'] },
      [`${MADE_BY} (tenant=? AND workflow_id=? AND state=?)`],
      { [`COVERING ${MADE_BY} (tenant=? AND workflow_id=?)`]: COUNTS },
    ),
    from: ofAssignments({ from: FROM }, [`${UPDATED} (tenant=? AND updated_at>?)`], {
      [`COVERING ${STATE} (tenant=? AND state=? AND updated_at>?)`]: COUNTS,
    }),
    to: ofAssignments({ to: TO }, [`${UPDATED} (tenant=? AND updated_at<?)`], {
      [`COVERING ${STATE} (tenant=? AND state=? AND updated_at<?)`]: COUNTS,
    }),
    'times, states': ofAssignments(
      { from: FROM, to: TO, states: ['failed'] },
      [`${STATE} (tenant=? AND state=? AND ${IN_TIME})`],
      { [`COVERING ${STATE} (tenant=? AND state=? AND ${IN_TIME})`]: COUNTS },
    ),
    group: ofAssignments({ group: 'g' }, [], {
      'COVERING assignment_user (tenant=?)':
        'who is in a group is in another database, which is asked about all users with an assignment',
    }),
    time: ofAssignments({ time: 'created', from: FROM, to: TO }, [`${UPDATED} (tenant=?)`], {
      'COVERING assignment_created (tenant=? AND created_at>? AND created_at<?)': COUNTS,
      'USE TEMP B-TREE FOR GROUP BY': COUNTS,
    }),
    'time, states': ofAssignments({ time: 'created', from: FROM, states: ['pending'] }, [], {
      'COVERING assignment_created (tenant=? AND created_at>?)': COUNTS,
      'USE TEMP B-TREE FOR GROUP BY': COUNTS,
      'assignment_created (tenant=? AND created_at>?)': SIFTED,
      'USE TEMP B-TREE FOR ORDER BY': GATHERED,
    }),
    'time, activated': ofAssignments({ time: 'activated', from: FROM, to: TO }, [`${UPDATED} (tenant=?)`], {
      'COVERING assignment_activated (tenant=? AND activated_at>? AND activated_at<?)': COUNTS,
      'USE TEMP B-TREE FOR GROUP BY': COUNTS,
    }),
    cause: ofAssignments({ cause: 'key-removed' }, []),
    sort: ofAssignments({ sort: 'user' }, ['assignment_by_user (tenant=?)']),
    'sort, after': ofAssignments({ sort: 'user', after: cursorAfter(['user up', 'u', 'id']) }, [
      'assignment_by_user (tenant=? AND display_name>?)',
    ]),
    'sort, states': ofAssignments({ sort: 'key', states: ['failed'] }, [], {
      [`${STATE} (tenant=? AND state=?)`]: GATHERED,
      'USE TEMP B-TREE FOR ORDER BY': GATHERED,
    }),
    'sort, created': ofAssignments({ sort: 'created' }, ['assignment_created (tenant=?)']),
    'sort, key': ofAssignments({ sort: 'key' }, [], { assignment: SORTED, 'USE TEMP B-TREE FOR ORDER BY': SORTED }),
    'sort, source': ofAssignments({ sort: 'source' }, [], {
      assignment: SORTED,
      'USE TEMP B-TREE FOR ORDER BY': SORTED,
    }),
    'sort, state': ofAssignments({ sort: 'state' }, [`${STATE} (tenant=? AND state=?)`]),
    descending: ofAssignments({ sort: 'user', descending: true }, ['assignment_by_user (tenant=?)']),
    text: ofAssignments({ text: 'u7' }, [], {
      [`${UPDATED} (tenant=?)`]: SEARCHES,
      assignment: SEARCHES,
      'USE TEMP B-TREE FOR GROUP BY': SEARCHES,
    }),
  } satisfies Lists<AssignmentQuery>,
  inventory: {
    limit: list(inventory({}), ['COVERING security_key_standing (standing=?)']),
    after: list(inventory({ after: AFTER }), ['COVERING security_key_standing (standing=? AND last_seen_at<?)']),
    states: list(inventory({ states: ['lost'] }), ['COVERING security_key_standing (standing=?)']),
    'states, after': list(inventory({ states: ['lost'], after: AFTER }), [
      'COVERING security_key_standing (standing=? AND last_seen_at<?)',
    ]),
    user: list(inventory({ user: 'u7', after: AFTER })),
    'user, states': list(inventory({ user: 'u7', states: ['lost'] })),
    text: list(inventory({ text: 'u7' }), [], {
      security_key_seen: SEARCHES,
      k: SEARCHES,
      'USE TEMP B-TREE FOR GROUP BY': SEARCHES,
    }),
  } satisfies Lists<InventoryQuery>,
  deliveries: {
    limit: list(deliveries({}), ['COVERING webhook_delivery_of (webhook_id=?)']),
    before: list(deliveries({ before: 50 }), ['COVERING webhook_delivery_of (webhook_id=? AND rowid<?)']),
    state: list(deliveries({ state: 'dead' }), ['COVERING webhook_delivery_state (webhook_id=? AND state=?)']),
    webhookId: list(deliveries({ webhookId: 'h1' }), ['COVERING webhook_delivery_of (webhook_id=?)']),
    'webhookId, state, before': list(deliveries({ webhookId: 'h1', state: 'dead', before: 50 }), [
      'COVERING webhook_delivery_state (webhook_id=? AND state=? AND n<?)',
    ]),
  } satisfies Lists<DeliveryQuery>,
  runs: {
    limit: list(runs({}), ['COVERING workflow_run_in_state (workflow_n=? AND state=?)']),
    before: list(runs({ before: 50 }), ['COVERING workflow_run_in_state (workflow_n=? AND state=? AND rowid<?)']),
    state: list(runs({ state: 'attention' }), ['COVERING workflow_run_in_state (workflow_n=? AND state=?)']),
    user: list(runs({ user: 'u7' })),
    'user, state, workflowId': list(runs({ user: 'u7', state: 'attention', workflowId: 'w1' })),
    workflowId: list(runs({ workflowId: 'w1' }), ['COVERING workflow_run_in_state (workflow_n=? AND state=?)']),
    'workflowId, state, before': list(runs({ workflowId: 'w1', state: 'attention', before: 9000 }), [
      'COVERING workflow_run_in_state (workflow_n=? AND state=? AND rowid<?)',
    ]),
  } satisfies Lists<RunQuery>,
  activity: {
    limit: list(entries({}), ['activity (rowid<?)']),
    before: list(entries({ before: 50 }), ['activity (rowid<?)']),
    kinds: list(entries({ kinds: ['signed-in', 'key-reset'] }), ['COVERING activity_kind (kind=? AND rowid<?)']),
    users: list(entries({ users: ['u7', 'u8'] })),
    key: list(entries({ key: 'aaguid' }), ['activity_key_aaguid (key_aaguid=? AND rowid<?)']),
    result: list(entries({ result: 'failed' }), ['COVERING activity_result (result=? AND rowid<?)']),
    from: list(entries({ from: FROM }), ['COVERING activity_at (at>?)']),
    to: list(entries({ to: TO }), ['COVERING activity_at (at<?)']),
    'times, kinds': list(entries({ from: FROM, to: TO, kinds: ['key-reset'] }), [], {
      'COVERING activity_kind (kind=?)': '2000 entries are read at most, and sorted',
    }),
    text: list(entries({ text: 'signed' }), [], {
      'activity (rowid>? AND rowid<?)': 'entries that are not in the index of text yet',
    }),
  } satisfies Lists<ActivityQuery>,
  others: {
    'workflows with their numbers': list(
      ({ database }) => createDefinitions(database, async () => true).list(TENANT),
      [],
      { 'COVERING workflow_run_state (workflow_n=? AND state=?)': ONE },
    ),
    'a workflow': list(({ database }) => createDefinitions(database, async () => true).get(TENANT, 'w1'), [], {
      'COVERING workflow_run_state (workflow_n=? AND state=?)': ONE,
    }),
    'webhooks with their numbers': list(async ({ database }) => {
      const parts = { database, secrets: { live: async () => [] } as never, clock: Date.now };
      const endpoints = createEndpoints(parts);
      for (const endpoint of await endpoints.ofTenant(TENANT)) await endpoints.describe(endpoint);
    }),
    'what is due for a webhook': list(({ database }) => createOutbox(database).due('h1', Date.now(), 100)),
    'unfinished enrollments': list(store => createJournal(store, { ...instance, close: () => undefined }).abandoned()),
    'activation codes': list(
      ({ database }) =>
        createCodes({ database, time: { now: Date.now, decide: async () => Date.now() }, instance, station: 's' }).list(
          TENANT,
        ),
      [],
      { 'activation_code_tenant (tenant=?)': 'the list has no pages; codes are deleted 90 days after their time' },
    ),
    profiles: list(({ database }) => readProfiles({ database, tenant: boundTenant(TENANT) }), [], {
      'profile_tenant (tenant=?)': 'the list has no pages; a tenant has a few profiles',
    }),
    'the numbers of the overview': list(
      async ({ database }) => {
        const now = new Date('2026-01-05T12:00:00Z');
        await activatedIn(database, TENANT, [...lastDays(now), ...lastWeeks(now)]);
        await pendingIn(database, TENANT, spansOfAges(now));
        await activationsIn(database, TENANT, lastDays(now)[0] as Span);
        await failedByCause(database, TENANT);
        await keptPins(database, TENANT);
      },
      [],
      {
        'COVERING activation_at (tenant=? AND activated_at>? AND activated_at<?)': COUNTS,
        'COVERING assignment_activated (tenant=? AND activated_at>? AND activated_at<?)': COUNTS,
        'COVERING assignment_created (tenant=? AND created_at>? AND created_at<?)': COUNTS,
        'COVERING batch_pin_expires': 'the PINs that are not handed over are counted; they are few',
        'b (id=?)': ONE,
        'r (id=?)': ONE,
      },
    ),
    'one key': list(({ database }) => getKey(database, TENANT, 'k7', () => undefined)),
    'a key without a serial number': list(
      async ({ database }) => {
        await recognizableBy(database, 'aaguid', undefined);
        await rowByCredentials(
          { database, references: keyReferences({ recordIn: async () => undefined, note: () => undefined }) },
          ['c1'],
          { id: 'key' },
          { aaguid: 'aaguid', firmwareVersion: 1 },
        );
      },
      [],
      {
        'COVERING journal_site (rp_id>?)': ONE,
        'security_key_aaguid (aaguid=? AND identified_by=?)': 'it ends with the first key that has a passkey',
      },
    ),
  },
};

describe.each(Object.entries(lists))('the list of %s', (_, ways: Readonly<Record<string, List<Store>>>) => {
  test.each(Object.entries(ways))('by %s', async (_, way) => {
    const store = openRecord(folder);
    const sqlite = openToExplain(folder, 'keydesk');
    await expectPlans(way, store, sqlite, statistics);
    sqlite.close();
    await store.close();
  });
});
