import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { noPostgres, PASSWORD, type Postgres, startPostgres } from '../../../postgres.ts';
import type { BusDesk } from '../../services/keys/busDesk.ts';
import { madeBatch, openSharing, pair, user } from './sealingDesks.ts';

let postgres: Postgres;
let graph: GraphSimulator;
let url: string;
let database: string;
let made = 0;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

const query = (sql: string) => postgres.query(database, sql);

const open = (...names: string[]) => openSharing(graph, url, names);

const listed = async (desk: BusDesk) =>
  (await desk.client.record.show()).desks.map(({ name, lastSeen, standing, keys }) => [
    name,
    lastSeen === null ? 'unseen' : 'seen',
    standing,
    ...keys.map(key => key.standing),
  ]);

/** Lets a desk leave while the record refuses what it writes, so that the record keeps it. */
async function leaveUntold(desk: BusDesk): Promise<void> {
  await query(
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '42501'; END $$",
  );
  await query('CREATE TRIGGER refuse BEFORE INSERT ON keydesk.revision FOR EACH ROW EXECUTE FUNCTION refuse()');
  expect(await desk.client.record.leave()).toEqual({ left: true, told: false });
  await query('DROP TRIGGER refuse ON keydesk.revision');
}

/** Returns how many desks each kept PIN of the record is sealed for. */
async function sealedFor(): Promise<number[]> {
  const rows = await query('SELECT copies FROM keydesk.batch_pin');
  return rows.map(({ copies }) => Object.keys((JSON.parse(String(copies)) as { for: object }).for).length);
}

describe.skipIf(noPostgres !== null)('a desk of the record', () => {
  beforeEach(async () => {
    graph = await startGraphSimulator({ users: 10 });
    database = `o${++made}`;
    url = await postgres.database(database);
  });

  test.each([
    ['by its name', (name: string) => name],
    ['by its id', (_: string, id: string) => id],
  ])('that says that it has left is listed as long as others seal for it, and can be removed %s', async (_, named) => {
    const [a, b] = (await open('a', 'b')) as [BusDesk, BusDesk];
    await pair(a, 'A', b, 'B');
    await query("UPDATE keydesk.desk SET left_at = now() WHERE name = 'B'");
    expect(await listed(a)).toContainEqual(['B', 'seen', 'same', 'trusted']);
    const id = (await a.client.record.show()).desks.find(({ name }) => name === 'B')?.id ?? '';
    expect(await a.client.record.removeDesk({ desk: named('B', id) })).toMatchObject({ name: 'B' });
    expect((await listed(a)).map(([name]) => name)).toEqual(['A']);
    await madeBatch(a, [1]);
    expect(await sealedFor()).toEqual([1]);
  });

  test('that the record does not have is listed as long as others seal for it, and can be removed', async () => {
    const [a, b] = (await open('a', 'b')) as [BusDesk, BusDesk];
    await pair(a, 'A', b, 'B');
    const [{ id } = {}] = await query("SELECT id FROM keydesk.desk WHERE name = 'B'");
    await leaveUntold(b);
    await query(`DELETE FROM keydesk.kept WHERE desk = '${id}'; DELETE FROM keydesk.desk WHERE id = '${id}'`);
    expect(await listed(a)).toContainEqual([id, 'unseen', 'unknown', 'trusted']);
    await a.client.record.removeDesk({ desk: String(id) });
    expect((await listed(a)).map(([name]) => name)).toEqual(['A']);
  });

  test('that was here in the future is shown, and nobody knows when it was here', async () => {
    const [a, b] = (await open('a', 'b')) as [BusDesk, BusDesk];
    await pair(a, 'A', b, 'B');
    await leaveUntold(b);
    await query("UPDATE keydesk.desk SET last_seen = '290000-01-01' WHERE name = 'B'");
    expect((await listed(a)).map(row => row.slice(0, 2))).toEqual([
      ['A', 'seen'],
      ['B', 'unseen'],
    ]);
    await query('ALTER TABLE keydesk.desk DROP CONSTRAINT finite');
    await query("UPDATE keydesk.desk SET last_seen = 'infinity' WHERE name = 'B'");
    expect(await a.client.record.show()).toMatchObject({ trouble: null, reachable: true });
    expect((await listed(a)).at(-1)?.slice(0, 2)).toEqual(['B', 'unseen']);
    await a.client.assignments.assign({ user: user(1) });
  });

  test('that leaves is gone with its keys, or the record has neither', async () => {
    const [a, b, c] = (await open('a', 'b', 'c')) as [BusDesk, BusDesk, BusDesk];
    await pair(a, 'A', b, 'B');
    await pair(a, 'A', c, 'C');
    expect(await b.client.record.leave()).toEqual({ left: true, told: true });
    await expect.poll(async () => (await listed(a)).map(([name]) => name)).toEqual(['A', 'C']);
    await leaveUntold(c);
    const [{ left_at } = {}] = await query("SELECT left_at FROM keydesk.desk WHERE name = 'C'");
    expect(left_at).toBeNull();
    expect((await listed(a)).map(([name]) => name)).toEqual(['A', 'C']);
    await a.client.record.removeDesk({ desk: 'C' });
  });

  test('stays the same desk when it changes its role, and becomes a new one if its former role is gone', async () => {
    const [a, b] = (await open('a', 'b')) as [BusDesk, BusDesk];
    await pair(a, 'A', b, 'B');
    const { sql } = await a.client.record.roles();
    await query(sql);
    for (const role of ['counter_a', 'counter_b', 'counter_c'])
      await query(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}' IN ROLE keydesk_desk`);
    const as = (role: string) => ({ url: url.replace('desk@', `${role}@`) });
    const desks = () => query('SELECT name, role FROM keydesk.desk ORDER BY joined_at');
    await a.client.record.change(as('counter_a'));
    // Until it starts again, the desk works with its former role.
    await a.client.assignments.assign({ user: user(1) });
    await a.restart();
    await b.client.record.change(as('counter_b'));
    await b.restart();
    for (const desk of [a, b]) await desk.client.assignments.assign({ user: user(desk === a ? 2 : 3) });
    expect(await desks()).toEqual([
      { name: 'A', role: 'counter_a' },
      { name: 'B', role: 'counter_b' },
    ]);
    expect((await listed(a)).map(row => row.slice(3))).toEqual([['own'], ['trusted']]);
    await query('ALTER ROLE counter_b NOLOGIN');
    await postgres.query(
      'postgres',
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'counter_b'",
    );
    await b.client.record.change(as('counter_c'));
    await b.restart();
    await b.client.assignments.assign({ user: user(4) });
    expect(await desks()).toEqual([
      { name: 'A', role: 'counter_a' },
      { name: 'B', role: 'counter_b' },
      { name: 'B (2)', role: 'counter_c' },
    ]);
    await expect.poll(() => listed(a)).toContainEqual(['B (2)', 'seen', 'same', 'waiting']);
  });
});
