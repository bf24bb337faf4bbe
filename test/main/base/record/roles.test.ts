import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connect, disconnect } from '../../../../src/main/base/record/connect.ts';
import { handOver } from '../../../../src/main/base/record/desks.ts';
import { noPostgres, PASSWORD, type Postgres, startPostgres } from '../../../postgres.ts';
import { type Desk, makeLogins, openDesk, targetOf } from './desks.ts';

const refusal = { code: '42501' };

describe.skipIf(noPostgres !== null)('the roles of a record', () => {
  let postgres: Postgres;
  let url: string;
  let first: Desk;
  /** Runs a statement as a login that has one of the roles. */
  const as = (role: string, statement: string) => postgres.queryAs(role, 'd', statement);
  const login = (role: string) => url.replace('desk@', `${role}@`);

  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.database('d');
    first = await openDesk(url, { isFirst: true });
    await makeLogins(postgres, 'd');
  });
  afterAll(async () => {
    await first?.close();
    await postgres?.close();
  });

  test('a desk adds entries to the activity log, and changes or deletes none', async () => {
    const desk = await openDesk(login('my_desk'));
    onTestFinished(desk.close);
    await add(desk, 'mine');
    await expect(as('my_desk', "UPDATE keydesk.activity SET kind = 'x'")).rejects.toMatchObject(refusal);
    await expect(as('my_desk', 'DELETE FROM keydesk.activity')).rejects.toMatchObject(refusal);
    await expect(as('my_desk', 'TRUNCATE keydesk.activity')).rejects.toMatchObject(refusal);
    expect(await postgres.query('d', "SELECT 1 FROM keydesk.activity WHERE kind = 'mine'")).toHaveLength(1);
  });

  test('nobody changes the activity log, not even its owner', async () => {
    await add(first, 'kept');
    await expect(as('desk', 'DELETE FROM keydesk.activity')).rejects.toMatchObject({ code: 'KD001' });
    await expect(as('desk', "UPDATE keydesk.activity SET kind = 'x'")).rejects.toMatchObject({ code: 'KD001' });
    await expect(as('desk', 'TRUNCATE keydesk.activity')).rejects.toMatchObject({ code: 'KD001' });
  });

  test('a reviewer reads everything, follows, and writes nothing', async () => {
    const reviewer = await openDesk(login('my_reviewer'));
    onTestFinished(reviewer.close);
    await first.store.database.write(transaction => transaction.insertInto('event').values(event()).execute());
    await reviewer.feed.look();
    expect(reviewer.rows('SELECT count(*) AS n FROM event')).toEqual(first.rows('SELECT count(*) AS n FROM event'));
    const written = reviewer.store.database.write(transaction =>
      transaction.insertInto('event').values(event()).execute(),
    );
    await expect(written).rejects.toMatchObject({ code: 'record-right-missing' });
  });

  test('a station has what an activation needs, and neither webhooks nor batches nor entries of others', async () => {
    const station = await openDesk(login('my_station'));
    onTestFinished(station.close);
    await station.store.database.write(transaction => transaction.insertInto('event').values(event()).execute());
    for (const table of ['webhook', 'webhook_secret', 'batch', 'batch_row', 'batch_pin', 'activity']) {
      await expect(as('my_station', `SELECT * FROM keydesk.${table}`)).rejects.toMatchObject(refusal);
    }
    expect(station.rows('SELECT 1 FROM activity')).toEqual([]);
    await add(station, 'from the station');
    expect(await postgres.query('d', "SELECT 1 FROM keydesk.activity WHERE kind = 'from the station'")).toHaveLength(1);
  });

  test('a desk that is handed over goes on as another role, and back', async () => {
    await postgres.query('d', `CREATE ROLE other_desk LOGIN PASSWORD '${PASSWORD}' IN ROLE keydesk_desk`);
    const [before] = first.rows('SELECT count(*) AS n FROM event');
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-roles-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    let [id, present] = ['', 'desk'];
    const ids = new Set<string>();
    for (const role of ['desk', 'my_desk', 'other_desk', 'desk', 'my_desk']) {
      if (id !== '') await handOverAs(login(present), id, role);
      const desk = await openDesk(login(role), { folder });
      [id, present] = [idOf(desk), role];
      ids.add(id);
      await desk.store.database.write(transaction => transaction.insertInto('event').values(event()).execute());
      expect(desk.feed.sight).toEqual({ isReachable: true, trouble: undefined });
      await desk.close();
    }
    expect(ids.size).toBe(1);
    await first.feed.look();
    expect(first.rows('SELECT count(*) AS n FROM event')).toEqual([{ n: Number(before?.n) + 5 }]);
    const roles = await postgres.query('d', `SELECT role FROM keydesk.kept WHERE desk = '${id}' ORDER BY role`);
    expect(roles.map(({ role }) => role)).toEqual(['desk', 'my_desk', 'other_desk']);
  });

  test('a desk that signs in as another role without being handed over becomes a new desk, and works', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-roles-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const before = await openDesk(login('my_desk'), { folder });
    const id = idOf(before);
    await before.close();
    const desk = await openDesk(login('my_station'), { folder });
    onTestFinished(desk.close);
    expect(idOf(desk)).not.toBe(id);
    expect(desk.feed.sight.trouble).toBeUndefined();
    await desk.store.database.write(transaction => transaction.insertInto('event').values(event()).execute());
    const desks = await postgres.query(
      'd',
      `SELECT name, role FROM keydesk.desk WHERE id IN ('${id}', '${idOf(desk)}')`,
    );
    expect(desks).toEqual([
      { name: 'Desk', role: 'my_desk' },
      { name: 'Desk (2)', role: 'my_station' },
    ]);
  });

  test('a desk that the record does not have is added', async () => {
    const desk = await openDesk(login('my_desk'));
    onTestFinished(desk.close);
    await postgres.query('d', `DELETE FROM keydesk.desk WHERE id = '${idOf(desk)}'`);
    await desk.feed.look();
    await desk.feed.look();
    expect(desk.feed.sight.trouble).toBeUndefined();
    expect(await postgres.query('d', `SELECT 1 FROM keydesk.desk WHERE id = '${idOf(desk)}'`)).toHaveLength(1);
  });

  test('a desk with the role of the owner takes nothing that another role wrote under its id', async () => {
    const desk = await openDesk(login('desk'));
    onTestFinished(desk.close);
    const id = idOf(desk);
    const [{ n } = { n: 0 }] = await postgres.query('d', 'SELECT max(n) + 5 AS n FROM keydesk.revision');
    await as(
      'my_desk',
      `INSERT INTO keydesk.kept (desk, revision, changes) VALUES ('${id}', ${n}, '{"rows":{"settings":[{"x":1}]}}')`,
    );
    await first.store.database.write(transaction => transaction.insertInto('event').values(event()).execute());
    await desk.feed.look();
    expect(desk.rows('SELECT count(*) AS n FROM event')).toEqual(first.rows('SELECT count(*) AS n FROM event'));
  });

  test('a role sees only what the record keeps for its own desks', async () => {
    await first.store.database.write(transaction => transaction.insertInto('event').values(event()).execute());
    expect(await as('my_desk', "SELECT 1 FROM keydesk.kept WHERE role <> 'my_desk'")).toEqual([]);
    expect(await postgres.query('d', 'SELECT 1 FROM keydesk.kept')).not.toEqual([]);
  });
});

/** As `record change` does before a desk signs in as another role. */
async function handOverAs(url: string, id: string, role: string): Promise<void> {
  const client = await connect(targetOf(url));
  await handOver(client, id, role);
  await disconnect(client);
}

const idOf = (desk: Desk) => String(desk.rows('SELECT desk FROM record_mirror')[0]?.desk);

const event = () => ({
  id: randomUUID(),
  type: 'x',
  at: new Date().toISOString(),
  tenant: 'tenant',
  user_id: 'user',
  user_principal_name: 'user@contoso.example',
  data: '{}',
});

async function add(desk: Desk, kind: string): Promise<void> {
  const { appendIn } = await import('../../../../src/main/services/activity/append.ts');
  const row = {
    at: new Date().toISOString(),
    kind,
    result: 'done',
    actor_kind: 'os-user',
    actor: 'me',
    tenant: null,
    user_id: null,
    user_principal_name: null,
    key_id: null,
    key_aaguid: null,
    key_serial: null,
    cause: null,
    correlation_id: randomUUID(),
    request_ids: '[]',
    facts: '{}',
  };
  await desk.store.database.write(transaction => appendIn(transaction, [row]));
}
