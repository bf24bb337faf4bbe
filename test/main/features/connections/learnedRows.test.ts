import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migration as tenantNameTables } from '../../../../src/main/app/record/migrations/0033-tenant-names.ts';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { registerFold } from '../../../../src/main/base/store/foldedText.ts';
import { forgetLearned, keepApart, learnedTenantId } from '../../../../src/main/features/connections/learnedId.ts';
import { openDirectoryDatabase } from '../../../../src/main/features/directory/database/open.ts';

const DOMAIN = 'contoso.example';
const ID = '0f6bbd3e-4c43-4bd7-9d5c-8f1d8c1f3a10';
const OTHER = '1f6bbd3e-4c43-4bd7-9d5c-8f1d8c1f3a11';
/** The number of migrations before names were noted. */
const BEFORE = migrations.indexOf(tenantNameTables);
const inSignIn = (tenant: string) => JSON.stringify(['https://login.example', tenant, 'app']);

type Row = Record<string, string | number | null>;

/** The columns that name a tenant, with a row of each table. */
const named: Record<string, { column: string; row: Row; as?: (tenant: string) => string }> = {
  announced_place: { column: 'tenant', row: { import: 'i', user_n: 3, return_n: 0 } },
  announced_user: { column: 'tenant', row: { user_id: 'u', times: 1 } },
  assignment: { column: 'tenant', row: { id: 'a', user_id: 'u', purpose: 'primary', state: 'active', source: 'desk' } },
  activation: { column: 'tenant', row: { id: 'v', user_id: 'u', proof: 'code' } },
  activation_code: { column: 'tenant', row: { id: 'c', user_id: 'u' } },
  batch: { column: 'tenant', row: { id: 'b', name: 'Monday', state: 'draft', existing: 'skip' } },
  document: { column: 'tenant', row: { name: 'policy' } },
  event: { column: 'tenant', row: { id: 'e', type: 'user.imported', user_id: 'u' } },
  journal: { column: 'tenant', row: { id: 'j', user_id: 'u', state: 'done' } },
  passkey_list: { column: 'tenant', row: { user_id: 'u' } },
  profile: { column: 'tenant', row: { id: 'p', name: 'Default', settings: '{}', groups: '[]', is_default: 0 } },
  sign_in_time: { column: 'connection', row: {}, as: inSignIn },
  webhook: { column: 'tenant', row: { id: 'h', url: 'https://hook.example/', state: 'active' } },
  workflow: { column: 'tenant', row: { id: 'w' } },
};

/** Columns of that name that do not name a tenant, or cannot change, with the reason. */
const exempt = {
  activity: 'the log only grows; its entries say what the tenant was called then',
  assignment_count: 'triggers keep it as the assignments are',
  record_mirror: 'names the connection whose account signs in to the record',
  sign_in: 'names a connection',
  tenant_name: 'names the connection that learned it',
};

let folder: string;
let store: Store;
let sqlite: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-learned-'));
  store = openRecord(folder);
  sqlite = new DatabaseSync(join(folder, 'keydesk.db'));
});
afterEach(async () => {
  sqlite.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Adds a row; columns that must have a value and are not given get an empty one. */
function add(table: string, row: Row): void {
  const columns = sqlite.prepare('SELECT * FROM pragma_table_info(?)').all(table);
  const empty = columns
    .filter(({ name, notnull, dflt_value }) => notnull === 1 && dflt_value === null && !(String(name) in row))
    .map(({ name, type }) => [name, type === 'INTEGER' ? 0 : type === 'BLOB' ? new Uint8Array() : '']);
  const whole = { ...Object.fromEntries(empty), ...row };
  const names = Object.keys(whole);
  sqlite
    .prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`)
    .run(...(Object.values(whole) as string[]));
}

/** Adds the row of a table under a tenant's name. */
function addNamed(table: string, tenant: string, change: Row = {}): void {
  const { column = '', row = {}, as = (name: string) => name } = named[table] ?? {};
  add(table, { [column]: as(tenant), ...row, ...change });
}

const all = (sql: string) =>
  sqlite
    .prepare(sql)
    .all()
    .map(row => ({ ...row }));
const learn = (typed = DOMAIN, id = ID) =>
  learnedTenantId(
    { store, imported: { rename: async () => undefined }, log: expect.unreachable },
    { id: 'own', tenantId: typed },
    id,
  );

function tablesWith(database: DatabaseSync, columns: string): string[] {
  return database
    .prepare(
      `SELECT m.name || '.' || c.name AS it FROM sqlite_master m, pragma_table_info(m.name) c
       WHERE m.type = 'table' AND c.name IN (${columns}) AND c.type = 'TEXT' ORDER BY 1`,
    )
    .all()
    .map(({ it }) => String(it));
}

describe('when the id of a tenant is learned', () => {
  test('this test knows every column that names a tenant', () => {
    const known = Object.entries(named).map(([table, { column }]) => `${table}.${column}`);
    const others = Object.keys(exempt).map(
      table => `${table}.${['record_mirror', 'sign_in', 'tenant_name'].includes(table) ? 'connection' : 'tenant'}`,
    );
    expect(tablesWith(sqlite, "'tenant', 'connection', 'tenant_id'")).toEqual([...known, ...others].toSorted());
    const directory = openDirectoryDatabase(folder);
    // All other tables of the directory have the number of that row.
    expect(tablesWith(directory, "'tenant', 'connection', 'tenant_id', 'key'")).toEqual(['tenants.key']);
    directory.close();
  });

  test.each(Object.keys(named))('rows of %s go to the id, and so does one that is written later', async table => {
    const { column = '', as = (name: string) => name } = named[table] ?? {};
    const tenants = () => all(`SELECT ${column} AS it FROM ${table}`).map(({ it }) => it);
    addNamed(table, DOMAIN);
    await learn();
    expect(tenants()).toEqual([as(ID)]);
    sqlite.exec(`PRAGMA foreign_keys = OFF; DELETE FROM ${table}`);
    addNamed(table, DOMAIN);
    expect(tenants()).toEqual([as(ID)]);
  });
});

describe('where both names have rows', () => {
  test('a user who was announced under either name is new under neither', async () => {
    addNamed('announced_user', DOMAIN, { user_id: 'both', times: 2, again: 0 });
    addNamed('announced_user', ID, { user_id: 'both', times: 1, again: 1 });
    addNamed('announced_user', DOMAIN, { user_id: 'one', times: 0 });
    await learn();
    // As the engine writes them, of an operation that goes on with the domain.
    sqlite.exec(`INSERT OR IGNORE INTO announced_user (tenant, user_id, times) VALUES ('${DOMAIN}', 'both', 0), ('${DOMAIN}', 'one', 0);
      INSERT INTO announced_user (tenant, user_id, times) VALUES ('${DOMAIN}', 'one', 1) ON CONFLICT (tenant, user_id)
        DO UPDATE SET times = times + 1 WHERE again = 1`);
    expect(all('SELECT tenant, user_id, times, again FROM announced_user ORDER BY user_id')).toEqual([
      { tenant: ID, user_id: 'both', times: 2, again: 0 },
      { tenant: ID, user_id: 'one', times: 1, again: 0 },
    ]);
  });

  test.each([
    ['passkey_list', 'json', 'fetched_at'],
    ['document', 'json', 'fetched_at'],
    ['sign_in_time', 'told', 'seen_at'],
  ])('the newer row of %s stays', async (table, what, time) => {
    addNamed(table, DOMAIN, { [what]: 1, [time]: '2026-02-01' });
    addNamed(table, ID, { [what]: 0, [time]: '2026-01-01' });
    await learn();
    expect(all(`SELECT CAST(${what} AS INTEGER) AS it FROM ${table}`)).toEqual([{ it: 1 }]);
    addNamed(table, DOMAIN, { [what]: 0, [time]: '2026-01-15' });
    expect(all(`SELECT CAST(${what} AS INTEGER) AS it FROM ${table}`)).toEqual([{ it: 1 }]);
  });

  test('both assignments of a purpose stay, and the active one keeps it', async () => {
    addNamed('assignment', DOMAIN, { id: 'a1', user_id: 'a', state: 'active' });
    addNamed('assignment', ID, { id: 'a2', user_id: 'a', state: 'pending' });
    addNamed('assignment', DOMAIN, { id: 'b1', user_id: 'b', state: 'pending' });
    addNamed('assignment', ID, { id: 'b2', user_id: 'b', state: 'active' });
    addNamed('assignment', DOMAIN, { id: 'c1', user_id: 'c', state: 'cancelled' });
    addNamed('assignment', ID, { id: 'c2', user_id: 'c', state: 'pending' });
    await learn();
    addNamed('assignment', DOMAIN, { id: 'c3', user_id: 'c', state: 'pending' });
    expect(all('SELECT id, tenant, purpose FROM assignment ORDER BY id')).toEqual(
      [
        ['a1', 'primary'],
        ['a2', 'additional'],
        ['b1', 'additional'],
        ['b2', 'primary'],
        ['c1', 'primary'],
        ['c2', 'primary'],
        ['c3', 'additional'],
      ].map(([id, purpose]) => ({ id, tenant: ID, purpose })),
    );
  });

  test('a user keeps one open activation code, the newer one', async () => {
    addNamed('activation_code', ID, { id: 'old', created_at: '2026-01-01' });
    addNamed('activation_code', DOMAIN, { id: 'new', created_at: '2026-02-01' });
    addNamed('activation_code', DOMAIN, { id: 'used', created_at: '2026-03-01', used_at: '2026-03-01' });
    await learn();
    expect(all('SELECT id FROM activation_code WHERE withdrawn_at IS NULL ORDER BY id')).toEqual([
      { id: 'new' },
      { id: 'used' },
    ]);
  });

  describe('a webhook', () => {
    const webhooks = () => all('SELECT id, tenant, state, place FROM webhook ORDER BY id');

    test('that both have is there once, and what the other one had to send goes by it', async () => {
      addNamed('webhook', ID, { id: 'kept', place: 3 });
      addNamed('webhook', DOMAIN, { id: 'second', place: 2 });
      for (const seq of [1, 2, 3]) addNamed('event', seq === 2 ? ID : DOMAIN, { seq, id: `e${seq}` });
      const deliver = (n: number, webhook: string, event: number, row: Row) =>
        add('webhook_delivery', { n, webhook_id: webhook, event_seq: event, user_id: 'u', queued_at: 0, ...row });
      deliver(1, 'second', 1, { state: 'waiting', next_at: 5 });
      deliver(2, 'kept', 2, { state: 'delivered' });
      await learn();
      expect(webhooks()).toEqual([
        { id: 'kept', tenant: ID, state: 'active', place: 2 },
        { id: 'second', tenant: null, state: 'disabled', place: 2 },
      ]);
      expect(all('SELECT n, webhook_id, next_at > 5 AS due FROM webhook_delivery ORDER BY n')).toEqual([
        { n: 1, webhook_id: 'kept', due: 1 },
        { n: 2, webhook_id: 'kept', due: null },
      ]);
    });

    test('that is active stays before one that is not', async () => {
      addNamed('webhook', ID, { id: 'off', state: 'disabled' });
      addNamed('webhook', DOMAIN, { id: 'on', place: 2 });
      await learn();
      expect(webhooks()).toEqual([
        { id: 'off', tenant: null, state: 'disabled', place: 0 },
        { id: 'on', tenant: ID, state: 'active', place: 2 },
      ]);
      // A late operation enables it under the domain: the tenant has that receiver already.
      sqlite.exec(`UPDATE webhook SET tenant = '${DOMAIN}', state = 'active' WHERE id = 'off'`);
      expect(webhooks()).toEqual([
        { id: 'off', tenant: null, state: 'disabled', place: 0 },
        { id: 'on', tenant: ID, state: 'active', place: 0 },
      ]);
    });
  });

  test.each(Object.keys(named))('of %s, nothing fails', async table => {
    const unique = ['id', 'seq', 'n'].filter(column => column in (named[table]?.row ?? {}));
    addNamed(table, ID);
    addNamed(table, DOMAIN, Object.fromEntries(unique.map(column => [column, 'of the domain'])));
    await learn();
    const { column = '', as = (name: string) => name } = named[table] ?? {};
    expect(all(`SELECT 1 FROM ${table} WHERE ${column} = '${as(DOMAIN)}'`)).toEqual([]);
  });
});

test('what an earlier version left under the domain is found by its users, and goes to the id', () => {
  const earlier = new DatabaseSync(':memory:');
  registerFold(earlier);
  const migrate = (list: typeof migrations) => {
    for (const migration of list) {
      if (typeof migration === 'string') earlier.exec(migration);
      else migration(earlier);
    }
  };
  migrate(migrations.slice(0, BEFORE));
  earlier.exec(`INSERT INTO announced_user (tenant, user_id, times) VALUES
      ('${DOMAIN}', 'u1', 1), ('${DOMAIN}', 'u2', 1), ('${ID}', 'u2', 1), ('fabrikam.example', 'u9', 1), ('http://127.0.0.1:9', 'u1', 1);
    INSERT INTO passkey_list VALUES ('${DOMAIN}', 'u2', '[]', 0, NULL, '2026-01-01');
    INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data) VALUES ('e1', 't', '', '${ID}', 'u1', '', '{}')`);
  migrate(migrations.slice(BEFORE));
  const read = (query: string) =>
    earlier
      .prepare(query)
      .all()
      .map(row => Object.values(row).join(' '));
  expect(read('SELECT name, id FROM tenant_name')).toEqual([`${DOMAIN} ${ID}`]);
  expect(read('SELECT tenant, user_id FROM announced_user ORDER BY user_id, tenant')).toEqual([
    `${ID} u1`,
    'http://127.0.0.1:9 u1',
    `${ID} u2`,
    'fabrikam.example u9',
  ]);
  expect(read('SELECT tenant FROM passkey_list')).toEqual([ID]);
  earlier.close();
});

describe('names', () => {
  test('are read at once, also those that another process has learned', async () => {
    const other = openRecord(folder);
    expect(other.tenantNames.all(DOMAIN)).toEqual([DOMAIN]);
    await learn();
    await learn(ID.toUpperCase());
    expect(other.tenantNames.current(DOMAIN)).toBe(ID);
    expect(other.tenantNames.current('fabrikam.example')).toBe('fabrikam.example');
    expect(other.tenantNames.all(DOMAIN)).toEqual([ID, ID.toUpperCase(), DOMAIN]);
    await other.close();
  });

  test('hold for the connection that learned them: for another one the domain may be another tenant’s', async () => {
    const other = { id: 'other', tenantId: DOMAIN };
    expect(store.tenantNames.of(other)).toEqual({ id: undefined, typed: DOMAIN });
    await learn();
    expect(store.tenantNames.of({ id: 'own', tenantId: DOMAIN })).toEqual({ id: ID, typed: DOMAIN });
    const { id, typed } = store.tenantNames.of(other);
    expect([id, typed]).toEqual([undefined, `${DOMAIN}#other`]);
    addNamed('document', typed);
    expect(all('SELECT tenant FROM document')).toEqual([{ tenant: typed }]);
    await learnedTenantId(
      { store, imported: { rename: async () => undefined }, log: expect.unreachable },
      other,
      OTHER,
    );
    expect(store.tenantNames.of(other)).toMatchObject({ id: OTHER });
    expect(store.tenantNames.of({ id: 'own', tenantId: DOMAIN })).toMatchObject({ id: ID });
    expect(all('SELECT tenant FROM document')).toEqual([{ tenant: OTHER }]);
  });

  test('of two connections with one domain are apart before either is known', async () => {
    const [first, second] = [
      { id: 'first', tenantId: DOMAIN },
      { id: 'second', tenantId: DOMAIN.toUpperCase() },
    ];
    const parts = { store, imported: { rename: async () => undefined }, log: expect.unreachable };
    await keepApart({ store }, first, []);
    await keepApart({ store }, second, [first, second]);
    await keepApart({ store }, second, [first, second]);
    const [one, two] = [store.tenantNames.of(first), store.tenantNames.of(second)];
    expect([one, two]).toEqual([
      { id: undefined, typed: DOMAIN },
      { id: undefined, typed: `${DOMAIN.toUpperCase()}#second` },
    ]);
    addNamed('workflow', one.typed, { id: 'one' });
    addNamed('workflow', two.typed, { id: 'two' });
    addNamed('document', two.typed);
    await learnedTenantId(parts, first, ID);
    await learnedTenantId(parts, second, OTHER);
    expect(all('SELECT id, tenant FROM workflow ORDER BY id')).toEqual([
      { id: 'one', tenant: ID },
      { id: 'two', tenant: OTHER },
    ]);
    expect(all('SELECT tenant FROM document')).toEqual([{ tenant: OTHER }]);
  });

  test('are forgotten for a connection that is made to lead elsewhere, and what was kept stays where it was', async () => {
    const parts = { store, imported: { rename: async () => undefined }, log: expect.unreachable };
    const connection = { id: 'own', tenantId: DOMAIN };
    await learn();
    addNamed('workflow', DOMAIN, { id: 'of the first' });
    for (const id of [OTHER, ID]) {
      await forgetLearned({ store }, connection);
      const { id: known, typed } = store.tenantNames.of(connection);
      expect([known, typed]).toEqual([undefined, `${DOMAIN}#own`]);
      addNamed('workflow', typed, { id });
      await learnedTenantId(parts, connection, id);
      expect(store.tenantNames.of(connection)).toMatchObject({ id });
    }
    expect(all('SELECT id, tenant FROM workflow ORDER BY rowid')).toEqual([
      { id: 'of the first', tenant: ID },
      { id: OTHER, tenant: OTHER },
      { id: ID, tenant: ID },
    ]);
  });

  test('of an id that is another one teach nothing', async () => {
    await learn(OTHER.toUpperCase());
    await learn(ID);
    expect(all('SELECT * FROM tenant_name')).toEqual([]);
  });

  test('of a domain that has moved to another tenant leave its rows where they belong', async () => {
    addNamed('assignment', DOMAIN, { id: 'before' });
    await learn();
    await learn(DOMAIN, OTHER);
    addNamed('assignment', DOMAIN, { id: 'after' });
    expect(all('SELECT id, tenant FROM assignment ORDER BY id')).toEqual([
      { id: 'after', tenant: OTHER },
      { id: 'before', tenant: ID },
    ]);
  });
});
