import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AssignmentFilter, assignmentStates } from '../../../../src/contract/assignments/schema.ts';
import { inventoryStates } from '../../../../src/contract/inventory/schema.ts';
import { migration as listTables } from '../../../../src/main/app/record/migrations/0034-list-counts.ts';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { allOf, findAssignments } from '../../../../src/main/features/assignments/query.ts';
import { findKeys, keysFor } from '../../../../src/main/features/inventory/query.ts';
import { createOutbox } from '../../../../src/main/features/webhooks/outbox.ts';

const TENANTS = ['t1', 't2'] as const;
const KEYS = 12;
const ASSIGNMENTS = 40;
const DELIVERIES = 40;
const CHANGES = 400;

/** The same numbers at each run. */
let seed: number;
const below = (limit: number) => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor((seed / 2147483648) * limit);
};
const one = <T>(values: readonly T[]): T => values[below(values.length)] as T;

let folder: string;
let sqlite: DatabaseSync;
let store: Store | undefined;
beforeEach(() => {
  seed = 7;
  times = 0;
  folder = mkdtempSync(join(tmpdir(), 'keydesk-lists-'));
});
afterEach(async () => {
  sqlite.close();
  await store?.close();
  store = undefined;
  rmSync(folder, { recursive: true });
});

const open = (version: number) => {
  sqlite = new DatabaseSync(join(folder, 'keydesk.db'), { enableForeignKeyConstraints: false });
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
  for (const migration of migrations.slice(0, version)) {
    if (typeof migration === 'string') sqlite.exec(migration);
    else migration(sqlite);
  }
  sqlite.exec(`PRAGMA user_version = ${version}`);
};

/** No time comes twice. */
let times = 0;
const time = () => new Date(1_800_000_000_000 + below(10_000) * 1000 + (times++ % 1000)).toISOString();
/** A state with a reason: an active passkey has not been erased. */
const states = () => {
  const state = one(assignmentStates);
  return { state, reason: state === 'active' ? 'registered' : one(['key-reset', 'credential-deleted', 'assigned']) };
};
const deletion = () => one(['due', 'done', null, null]);
const key = () => one([null, ...Array.from({ length: KEYS }, (_, i) => `k${i}`)]);
/** Serial numbers, models and ids that may be taken for each other. */
const name = () => one(['k1', 'k2', 'A', 'B', 'C', null]);

/** Adds a row, in the place of the one of that id. */
const put = (table: string, id: string, row: Record<string, string | number | null>) => {
  const whole = { id, ...row };
  sqlite.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id);
  const names = Object.keys(whole);
  sqlite
    .prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`)
    .run(...Object.values(whole));
};
const putKey = () => {
  const n = below(KEYS);
  const known = { identity: `x${n}`, identified_by: one(['serial', 'credential', 'credential', 'model']) };
  const mark = one(['lost', 'retired', null, null, null, null]);
  put('security_key', `k${n}`, { ...known, mark, first_seen_at: '', last_seen_at: time() });
};
const putAssignment = () => {
  const user = `u${below(4)}`;
  const about = {
    tenant: one(TENANTS),
    user_id: user,
    user_principal_name: one([user, `${user.toUpperCase()}@Contoso`]),
  };
  const on = { security_key_id: key(), key_aaguid: name(), key_serial: name() };
  const workflow = one(['w1', 'w2', null]);
  const by = { workflow_id: workflow, workflow_name: workflow && one(['One', 'Two', null]), source: 'desk' };
  const how = { ...states(), deletion: deletion(), purpose: 'additional', display_name: 'u' };
  const since = { created_at: '', updated_at: time() };
  put('assignment', `a${below(ASSIGNMENTS)}`, { ...about, ...on, ...by, ...how, ...since });
};
const changes: readonly (() => void)[] = [
  putKey,
  putKey,
  putAssignment,
  putAssignment,
  putAssignment,
  () => sqlite.prepare('DELETE FROM assignment WHERE id = ?').run(`a${below(ASSIGNMENTS)}`),
  () => sqlite.prepare('DELETE FROM security_key WHERE id = ?').run(`k${below(KEYS)}`),
  () =>
    sqlite
      .prepare('UPDATE security_key SET mark = ?, last_seen_at = ? WHERE id = ?')
      .run(one(['lost', null]), time(), `k${below(KEYS)}`),
  () => sqlite.prepare("UPDATE security_key SET identified_by = 'serial' WHERE id = ?").run(`k${below(KEYS)}`),
  () => {
    const { state, reason } = states();
    const update = sqlite.prepare('UPDATE assignment SET state = ?, reason = ?, updated_at = ? WHERE id = ?');
    update.run(state, reason, time(), `a${below(ASSIGNMENTS)}`);
  },
  () => sqlite.prepare('UPDATE assignment SET deletion = ? WHERE id = ?').run(deletion(), `a${below(ASSIGNMENTS)}`),
  () => sqlite.prepare('UPDATE assignment SET security_key_id = ? WHERE id = ?').run(key(), `a${below(ASSIGNMENTS)}`),
  () => sqlite.prepare('UPDATE assignment SET tenant = ? WHERE security_key_id = ?').run(one(TENANTS), key()),
];
const change = (times: number) => {
  for (let i = 0; i < times; i++) one(changes)();
};

/** What each list of keys must be, computed key by key. */
async function expectKeys({ database }: Store): Promise<void> {
  for (const tenant of [...TENANTS, null]) {
    const { rows } = await sql<{ id: string; state: string }>`SELECT id, state FROM ${keysFor(tenant ?? '')}
      WHERE NOT coalesce(erased, 0) OR deletions_due + deletions_elsewhere > 0
      ORDER BY last_seen_at DESC, id`.execute(database);
    for (const states of [undefined, ...inventoryStates.map(state => [state]), ['blank', 'assigned'] as const]) {
      const found = findKeys(database, tenant, states === undefined ? {} : { states: [...states] }, () => undefined);
      const ids: string[] = [];
      for (let after: string | undefined; ; ) {
        const { keys, next } = await found.page(3, after);
        ids.push(...keys.map(({ id }) => id));
        if (next === undefined) break;
        after = next;
      }
      const expected = rows.filter(({ state }) => states === undefined || states.some(wanted => wanted === state));
      expect(ids).toEqual(expected.map(({ id }) => id));
      const { total, counts } = await found.summary();
      expect(total).toBe(expected.length);
      expect(counts).toEqual(
        Object.fromEntries(inventoryStates.map(state => [state, rows.filter(row => row.state === state).length])),
      );
    }
  }
}

describe('the standing of keys and the numbers of the inventory', () => {
  test('follow every change of keys and assignments', async () => {
    open(migrations.length);
    store = openRecord(folder);
    for (let round = 0; round < 20; round++) {
      change(CHANGES / 20);
      await expectKeys(store);
    }
  });

  test('are made for the rows of an earlier version', async () => {
    open(migrations.indexOf(listTables));
    change(CHANGES);
    store = openRecord(folder);
    await expectKeys(store);
  });
});

const filters: readonly AssignmentFilter[] = [
  {},
  { states: ['active'] },
  { states: ['failed', 'revoked'] },
  { user: 'u1' },
  { user: 'u1@contoso' },
  { user: 'u2', states: ['active', 'pending'] },
  { key: 'A' },
  { key: 'k1' },
  { key: 'k1', states: ['active', 'revoked', 'failed'] },
  { key: 'k2', workflow: 'w1' },
  { workflow: 'w1' },
  { workflow: 'w2', states: ['expired', 'active'] },
  { from: '2027-01-15T08:30:00Z' },
  { to: '2027-01-15T08:30:00Z', states: ['active', 'cancelled'] },
  { from: '2027-01-15T08:20:00Z', to: '2027-01-15T09:00:00Z', key: 'B' },
  { group: 'g' },
  { group: 'g', key: 'A', states: ['active', 'failed'] },
  { text: 'CONTOSO' },
  { text: 'contoso', workflow: 'w1', user: 'u1' },
];
const MEMBERS = ['u0', 'u3'];

interface Row {
  readonly id: string;
  readonly state: string;
  readonly [column: string]: string | null;
}

const meets = (row: Row, { user, key, workflow, from, to, group, text }: AssignmentFilter) =>
  (user === undefined || row.user_id === user || row.user_principal_name?.toLowerCase() === user.toLowerCase()) &&
  (key === undefined || [row.key_serial, row.key_aaguid, row.security_key_id].includes(key)) &&
  (workflow === undefined || row.workflow_id === workflow) &&
  (from === undefined || (row.updated_at ?? '') >= new Date(from).toISOString()) &&
  (to === undefined || (row.updated_at ?? '') < new Date(to).toISOString()) &&
  (group === undefined || MEMBERS.includes(row.user_id ?? '')) &&
  (text === undefined || row.user_principal_name?.toLowerCase().includes(text.toLowerCase()) === true);

describe('the assignments', () => {
  test.each(filters)('that %j lets through are listed once each, in order, and counted', async filter => {
    open(migrations.length);
    change(CHANGES);
    store = openRecord(folder);
    const ofTenant = sqlite
      .prepare("SELECT * FROM assignment WHERE tenant = 't1' ORDER BY updated_at DESC, id")
      .all() as unknown as Row[];
    const { states = assignmentStates } = filter;
    const expected = ofTenant.filter(row => meets(row, filter));
    const found = await findAssignments(store.database, 't1', filter, async () => MEMBERS);
    const whole: string[] = [];
    for await (const part of allOf({ page: (_, after) => found.page(2, after) }))
      whole.push(...part.map(({ id }) => id));
    const wanted = expected.filter(row => states.some(state => state === row.state));
    expect(whole).toEqual(wanted.map(({ id }) => id));
    const { total, counts, workflows } = await found.summary();
    expect(total).toBe(wanted.length);
    expect(counts).toEqual(
      Object.fromEntries(assignmentStates.map(state => [state, expected.filter(row => row.state === state).length])),
    );
    const named = sqlite
      .prepare(
        `SELECT DISTINCT workflow_id AS id, coalesce(workflow_name, workflow_id) AS name FROM assignment
         WHERE tenant = 't1' AND workflow_id IS NOT NULL ORDER BY workflow_name, workflow_id`,
      )
      .all();
    expect(workflows).toEqual(named);
  });
});

test('the numbers of deliveries follow every change, and each tenant sees those of its webhooks and of webhooks of none', async () => {
  open(migrations.length);
  const exec = (text: string, ...values: (string | number | null)[]) => sqlite.prepare(text).run(...values);
  for (const [id, tenant] of [
    ['h1', 't1'],
    ['h2', 't2'],
    ['h3', 't1'],
    ['h4', null],
  ] as const) {
    exec(`INSERT INTO webhook VALUES (?, ?, ?, '[]', '[]', NULL, 'active', '', 0, NULL, 0)`, id, tenant, id);
  }
  for (let n = 1; n <= DELIVERIES; n++) {
    exec(
      "INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data) VALUES (?, '', '', 't', 'u', 'u', '{}')",
      n,
    );
    const hook = one(['h1', 'h2', 'h3', 'h4']);
    exec("INSERT INTO webhook_delivery (webhook_id, event_seq, user_id, queued_at) VALUES (?, ?, 'u', 1)", hook, n);
    exec('UPDATE webhook_delivery SET state = ? WHERE n = ?', one(['waiting', 'delivered', 'dead']), below(n) + 1);
    if (n % 7 === 0) exec('DELETE FROM webhook_delivery WHERE n = ?', below(n) + 1);
  }
  expect(sqlite.prepare('SELECT * FROM webhook_count WHERE count > 0 ORDER BY 1, 2').all()).toEqual(
    sqlite
      .prepare('SELECT webhook_id, state, count(*) AS count FROM webhook_delivery GROUP BY 1, 2 ORDER BY 1, 2')
      .all(),
  );

  store = openRecord(folder);
  const outbox = createOutbox(store.database);
  for (const query of [{}, { state: 'dead' }, { webhookId: 'h1' }, { webhookId: 'h2', state: 'waiting' }] as const) {
    const numbers: number[] = [];
    for (let before: number | undefined; ; ) {
      const { deliveries, next } = await outbox.list('t1', { ...query, limit: 3, ...(before && { before }) });
      numbers.push(...deliveries.map(({ n }) => n));
      if (next === undefined) break;
      before = next;
    }
    const { state = null, webhookId = null } = query as { state?: string; webhookId?: string };
    const expected = sqlite
      .prepare(
        `SELECT n FROM webhook_delivery WHERE webhook_id <> 'h2' AND state = coalesce(?, state)
         AND webhook_id = coalesce(?, webhook_id) ORDER BY n DESC`,
      )
      .all(state, webhookId);
    expect(numbers).toEqual(expected.map(({ n }) => n));
  }
});
