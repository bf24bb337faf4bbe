import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createRouterClient } from '@orpc/server';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startCore } from '../../../../src/main/app/core.ts';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { osUser } from '../../../../src/main/base/actor.ts';
import { openEngine } from '../../../../src/main/features/workflows/engine/engine.ts';
import { type Client, openSignInDesk, type SignInDesk } from '../../services/auth/desk.ts';

const DOMAIN = 'contoso.example';
const USERS = 12;

let desk: SignInDesk;
beforeEach(async () => {
  desk = await openSignInDesk({ users: USERS });
  onTestFinished(desk.close);
});

const secret = () => ({ kind: 'secret' as const, secret: desk.identity.state.app.secrets[0]?.value ?? '' });
const userOf = (n: number) => desk.graph.tenant.user(n).userPrincipalName;
const refused = (work: Promise<unknown>) => work.catch((error: unknown) => error);

/** A connection of the app, entered by the tenant's domain. */
async function connectByDomain(client = desk.client, name = 'Contoso'): Promise<string> {
  const { id } = await client.connections.add({
    name,
    tenantId: DOMAIN,
    clientId: desk.identity.clientId,
    authority: desk.identity.authority,
    graphUrl: desk.graph.url,
    version: 'v1.0',
    signIn: 'secret',
  });
  await client.connections.setCredential({ id, credential: secret() });
  return id;
}

/** A second core on the same folder, which signs in with the same secret. */
async function openOther(): Promise<Client> {
  const core = await startCore({
    dataFolder: desk.folder,
    practice: false,
    services: desk.services(),
    signIn: { loginCa: desk.identity.ca, credential: secret() },
  });
  onTestFinished(core.close);
  return createRouterClient(core.router);
}

async function importAll(client = desk.client, full = false) {
  let end: unknown;
  for await (const event of await client.directory.import({ full })) end = event;
  return end;
}

const listed = async () =>
  (await desk.client.directory.users({ filter: {}, offset: 0, limit: 50 })).rows.map(row => row.assignment);
const settingsFile = () => join(desk.folder, 'settings.json');
const settings = () => JSON.parse(readFileSync(settingsFile(), 'utf8'));

function inFile<T>(name: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(desk.folder, name), { timeout: 5000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}
const rows = (sql: string, name = 'keydesk.db') =>
  inFile(name, database => database.prepare(sql).all()) as Record<string, unknown>[];
const count = (sql: string) => rows(sql).length;

/** How often the domain is in any column of both databases that names a tenant. */
function underTheDomain(): string[] {
  return ['keydesk.db', 'directory.db']
    .filter(name => existsSync(join(desk.folder, name)))
    .flatMap(name =>
      inFile(name, database =>
        database
          .prepare(
            `SELECT m.name AS t, c.name AS c FROM sqlite_master m, pragma_table_info(m.name) c
             WHERE m.type = 'table' AND c.name IN ('tenant', 'connection', 'key') AND m.name <> 'activity'`,
          )
          .all()
          .filter(({ t, c }) => database.prepare(`SELECT 1 FROM ${t} WHERE instr(${c}, ?)`).get(DOMAIN) !== undefined)
          .map(({ t, c }) => `${t}.${c}`),
      ),
    );
}

const workflow = {
  name: 'New people',
  group: null,
  trigger: 'user-imported',
  existing: 'skip',
} as const;

const announced = () => rows("SELECT id, user_id FROM event WHERE type = 'user.imported' ORDER BY seq");
/** Until workflows have handled all users. */
const handled = () => expect.poll(() => count('SELECT 1 FROM workflow_run'), { timeout: 10_000 }).toBe(USERS);

/** A tenant that Keydesk works with by its domain: imported, announced, assigned; staff have canceled one assignment. */
async function workByDomain(): Promise<string> {
  // Nothing names the tenant's id to an app whose tokens cannot be read, until somebody signs in.
  desk.identity.state.tenantInTokens = false;
  const id = await connectByDomain();
  await desk.client.workflows.create(workflow);
  await importAll();
  await handled();
  const { assignments } = await desk.client.assignments.list({});
  await desk.client.assignments.cancel({ id: assignments[0]?.id ?? '' });
  await desk.client.passkeys.list({ user: desk.graph.tenant.user(1).id });
  return id;
}

/** Lets an engine do everything that there is to do. */
function workThrough(): void {
  const actor = osUser();
  const actors = { tenant: null, there: actor, elsewhere: actor };
  const engine = openEngine({ folder: desk.folder, version: migrations.length });
  for (const task of [engine.announce, () => engine.step(actors), () => engine.retry(actors)]) while (task());
  engine.close();
}

async function expectNothingNew(before: { events: unknown[]; runs: number; assignments: number }) {
  expect(await importAll()).toMatchObject({ kind: 'done', counts: { new: 0 } });
  await importAll(desk.client, true);
  workThrough();
  expect(announced()).toEqual(before.events);
  expect(count('SELECT 1 FROM workflow_run')).toBe(before.runs);
  expect(count('SELECT 1 FROM assignment')).toBe(before.assignments);
  expect(underTheDomain()).toEqual([]);
}

describe('a tenant that was entered by its domain and is known by its id', () => {
  test('keeps its users, and none of them is new again', async () => {
    const id = await workByDomain();
    expect(underTheDomain()).not.toEqual([]);
    const before = { events: announced(), runs: USERS, assignments: USERS };
    expect(before.events).toHaveLength(USERS);
    await desk.signIn(id);
    expect(settings().connections).toMatchObject([{ tenantId: desk.graph.tenantId }]);
    expect(await listed()).toHaveLength(USERS);
    expect((await listed()).filter(state => state === 'pending')).toHaveLength(USERS - 1);
    await expectNothingNew(before);
  });

  test('is known by its id with the first token of an app, in the middle of the operation', async () => {
    await connectByDomain();
    const { id } = await desk.client.assignments.assign({ user: userOf(1) });
    expect(rows('SELECT id, tenant FROM assignment')).toEqual([{ id, tenant: desk.graph.tenantId }]);
    expect(settings().connections).toMatchObject([{ tenantId: desk.graph.tenantId }]);
    expect(await importAll()).toMatchObject({ kind: 'done', counts: { new: USERS } });
    expect(underTheDomain()).toEqual([]);
  });

  test('is known by its id after Check connection, and after an import that began by the domain', async () => {
    await connectByDomain();
    expect((await desk.client.connections.check({})).lines[0]).toMatchObject({ status: 'passed' });
    expect(settings().connections).toMatchObject([{ tenantId: desk.graph.tenantId }]);
    await connectByDomain(desk.client, 'Second').then(id => desk.client.connections.use({ id }));
    expect(await importAll()).toMatchObject({ kind: 'done', counts: { new: USERS } });
    expect(await listed()).toHaveLength(USERS);
    expect(underTheDomain()).toEqual([]);
  });

  test('is one tenant with a connection that was entered by the id, with what both have', async () => {
    const byDomain = await workByDomain();
    const byId = await desk.connect({ name: 'By id', signIn: 'secret' });
    await desk.client.connections.setCredential({ id: byId.id, credential: secret() });
    await desk.client.connections.use({ id: byId.id });
    desk.graph.tenant.addUsers(1);
    await importAll();
    await desk.client.assignments.assign({ user: userOf(1) });
    const assigned = () => rows('SELECT id FROM assignment').map(({ id }) => id);
    const both = assigned();
    await desk.signIn(byDomain);
    // The workflow may add more at any moment, for users who were announced by the other connection alone.
    expect(assigned()).toEqual(expect.arrayContaining(both));
    expect(await listed()).toHaveLength(USERS + 1);
    expect(rows('SELECT key FROM tenants', 'directory.db')).toEqual([{ key: desk.graph.tenantId }]);
    expect(rows('PRAGMA foreign_key_check', 'directory.db')).toEqual([]);
    // Throws where the index of text has users who are gone.
    inFile('directory.db', database =>
      database.exec("INSERT INTO users_search (users_search, rank) VALUES ('integrity-check', 1)"),
    );
    workThrough();
    // Each was announced by one of the two connections, or by both before it was known that they are of one tenant.
    expect(new Set(announced().map(({ user_id }) => user_id)).size).toBe(USERS + 1);
    const before = {
      events: announced(),
      runs: count('SELECT 1 FROM workflow_run'),
      assignments: count('SELECT 1 FROM assignment'),
    };
    await expectNothingNew(before);
    expect(underTheDomain()).toEqual([]);
  });
});

describe('ended between the record and the settings or the directory', () => {
  test('it works by the id all the same, and is finished with the next sign-in and import', async () => {
    const id = await workByDomain();
    const before = { events: announced(), runs: USERS, assignments: USERS };
    const entered = readFileSync(settingsFile(), 'utf8');
    await desk.signIn(id);
    // As if it had ended just after the first commit.
    writeFileSync(settingsFile(), entered);
    rows(`UPDATE tenants SET key = '${DOMAIN}' RETURNING n`, 'directory.db');
    await desk.restart({ signIn: { loginCa: desk.identity.ca, credential: secret() } });
    expect(await listed()).toHaveLength(USERS);
    expect((await desk.client.assignments.list({})).total).toBe(USERS);
    await desk.client.workflows.setEnabled({ id: (await desk.client.workflows.list())[0]?.id ?? '', enabled: true });
    await expectNothingNew(before);
    expect(settings().connections).toMatchObject([{ tenantId: DOMAIN }]);
    await desk.signIn(id);
    expect(settings().connections).toMatchObject([{ tenantId: desk.graph.tenantId }]);
  });
});

describe('an operation that began by the domain while another Keydesk learned the id', () => {
  test('writes to the id, and sees what is there', async () => {
    desk.identity.state.tenantInTokens = false;
    const id = await connectByDomain();
    const other = await openOther();
    await other.assignments.assign({ user: userOf(2) });
    const held = [1, 2].map(n => desk.graph.faults.hold('GET', `/users/user${n}`));
    const late = [1, 2].map(n => refused(other.assignments.assign({ user: userOf(n) })));
    await Promise.all(held.map(({ arrived }) => arrived));
    await desk.signIn(id);
    expect(underTheDomain()).toEqual([]);
    for (const { letGo } of held) letGo();
    expect(await late[0]).toMatchObject({ user: { userPrincipalName: userOf(1) } });
    // The user has one by the other name of the tenant.
    expect(await late[1]).toMatchObject({ data: { code: 'assignment-exists' } });
    expect(underTheDomain()).toEqual([]);
    expect((await desk.client.assignments.list({})).total).toBe(2);
  });

  test('imports to its end, into the tenant of the id', async () => {
    desk.identity.state.tenantInTokens = false;
    const id = await connectByDomain();
    const other = await openOther();
    const held = desk.graph.faults.hold('GET', 'groups');
    const late = importAll(other);
    await held.arrived;
    await desk.signIn(id);
    held.letGo();
    expect(await late).toMatchObject({ kind: 'done', counts: { new: USERS } });
    expect(await listed()).toHaveLength(USERS);
    expect(await importAll()).toMatchObject({ kind: 'done', counts: { new: 0 } });
    expect(underTheDomain()).toEqual([]);
  });
});
