import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connect, disconnect } from '../../../../src/main/base/record/connect.ts';
import { agesOfDesks } from '../../../../src/main/base/record/desks.ts';
import { noPostgres, PASSWORD, type Postgres, startPostgres } from '../../../postgres.ts';
import { type Desk, makeLogins, openDesk, targetOf } from './desks.ts';
import { expectEqual } from './equal.ts';

const right = { code: '42501' };
const order = { code: 'KD002' };
const number = { code: 'KD003' };
const removal = { code: 'KD004' };
const check = { code: '23514' };
const HIGH = '9223372036854775807';

/** What a person does by psql who has the password of a desk or of a station. */
describe.skipIf(noPostgres !== null)('a stolen role', () => {
  let postgres: Postgres;
  let url: string;
  let first: Desk;
  let other: Desk;
  let otherId: string;
  const as = (role: string, statement: string) => postgres.queryAs(role, 'd', statement);
  const login = (role: string) => url.replace('desk@', `${role}@`);
  const run = (desk: Desk, statement: string) =>
    desk.store.database.write(transaction => sql.raw(statement).execute(transaction));

  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.database('d');
    first = await openDesk(url, { isFirst: true });
    await makeLogins(postgres, 'd');
    await postgres.query('d', `CREATE ROLE other_desk LOGIN PASSWORD '${PASSWORD}' IN ROLE keydesk_desk`);
    other = await openDesk(login('other_desk'));
    otherId = String(other.rows('SELECT desk FROM record_mirror')[0]?.desk);
    await run(other, profile('kept'));
    await run(other, event());
  });
  afterAll(async () => {
    // Whatever was tried, honest desks write and follow, and equal the record.
    await run(other, event());
    await first?.feed.look();
    await expectEqual(url, first);
    await first?.close();
    await other?.close();
    await postgres?.close();
  });

  /** One revision of a thief, with whatever else belongs to it. */
  const revision = (tables: string, rest = '', n = '(SELECT max(n) + 1 FROM keydesk.revision)', size = '1') =>
    `BEGIN; INSERT INTO keydesk.revision (n, id, desk, tables, size) VALUES (${n}, gen_random_uuid(), gen_random_uuid(), ${tables}, ${size}); ${rest}; COMMIT`;
  const head = '(SELECT max(n) FROM keydesk.revision)';
  const removed = (table: string, key: string, n = head) =>
    `INSERT INTO keydesk.removed (name, key, revision) VALUES ('${table}', '${key}', ${n})
      ON CONFLICT (name, key) DO UPDATE SET revision = excluded.revision`;
  const profiles = () => other.rows("SELECT id FROM profile WHERE id = 'kept'");

  test.each(['my_station', 'my_desk'])('%s removes no row that is there from other desks', async role => {
    const refused = role === 'my_station' ? right : removal;
    const forged = revision("'{profile}'", removed('profile', '{"id":"kept"}'));
    await expect(as(role, forged)).rejects.toMatchObject(refused);
    // The same for what it may delete, without a row of its own to delete.
    await run(first, key('here'));
    const lost = revision("'{security_key}'", removed('security_key', '{"id":"here"}'));
    await expect(as(role, lost)).rejects.toMatchObject(removal);
    await run(first, "DELETE FROM security_key WHERE id = 'here'");
    await other.feed.look();
    expect(profiles()).toHaveLength(1);
  });

  test.each([
    ['of a table that is not of the record', removed('nosuchtable', '{"id":"x"}'), right],
    ['of the log', removed('activity', '{"seq":1}'), right],
    ['without the key', removed('event', '{}'), removal],
    ['with more than the key', removed('event', '{"seq":7000,"x":1}'), removal],
    ['that is no row', removed('event', '[]'), removal],
    ['of another type', removed('event', '{"seq":"x"}'), { code: '22P02' }],
    ['of a later revision', removed('event', '{"seq":7000}', HIGH), {}],
    ['that was another one', "UPDATE keydesk.removed SET key = '{}'", removal],
    ['that is forgotten', 'DELETE FROM keydesk.removed', right],
  ])('writes no removal %s', async (_, statement, refusal) => {
    await run(first, key('gone'));
    await run(first, "DELETE FROM security_key WHERE id = 'gone'");
    await expect(as('my_desk', revision("'{}'", statement))).rejects.toMatchObject(refusal);
  });

  test('that deletes a row and puts it back keeps it at the other desks', async () => {
    const back = `CREATE TEMP TABLE was AS SELECT * FROM keydesk.profile WHERE id = 'kept'; DELETE FROM keydesk.profile WHERE id = 'kept';
      ${removed('profile', '{"id":"kept"}')}; INSERT INTO keydesk.profile SELECT * FROM was`;
    await as('my_desk', revision("'{profile}'", back));
    await other.feed.look();
    expect(profiles()).toHaveLength(1);
    const late = await openDesk(login('other_desk'));
    onTestFinished(late.close);
    expect(late.rows("SELECT id FROM profile WHERE id = 'kept'")).toHaveLength(1);
  });

  test('removals of honest desks arrive', async () => {
    await run(first, key('done'));
    await run(other, "DELETE FROM security_key WHERE id = 'done'");
    await first.feed.look();
    expect(first.rows("SELECT id FROM security_key WHERE id = 'done'")).toEqual([]);
  });

  test.each([
    ['far above', revision("'{}'", 'SELECT', HIGH), order],
    ['below', revision("'{}'", 'SELECT', '0'), order],
    ['with a table that is not there', revision("'{nosuchtable}'"), order],
    ['with no table', revision("'{NULL}'"), order],
    ['with a table again and again', revision("array_fill('event'::text, '{1000}')"), order],
    ['of a negative size', revision("'{}'", 'SELECT', undefined, '-1'), order],
    ['twice', revision("'{}'", 'UPDATE keydesk.revision SET n = n + 1'), right],
  ])('gives no revision %s', async (_, statement, refusal) => {
    for (const role of ['my_station', 'my_desk']) await expect(as(role, statement)).rejects.toMatchObject(refusal);
    await run(other, event());
  });

  test('writes no revision while a desk writes, and each revision says who wrote it', async () => {
    const writer = await connect(targetOf(url));
    onTestFinished(() => disconnect(writer));
    await writer.query('BEGIN; SELECT pg_advisory_xact_lock(7170532, 1)');
    await expect(as('my_station', revision("'{event}'"))).rejects.toMatchObject(order);
    await writer.query('ROLLBACK');
    await as('my_station', revision("'{event}'"));
    const [{ role, n } = {}] = await postgres.query(
      'd',
      'SELECT role, n FROM keydesk.revision ORDER BY n DESC LIMIT 1',
    );
    expect(role).toBe('my_station');
    await other.feed.look();
    expect(other.rows('SELECT revision FROM record_mirror')).toEqual([{ revision: Number(n) }]);
  });

  test('two revisions of the greatest size do not keep desks from following', async () => {
    for (const _ of [1, 2]) await as('my_station', revision("'{event}'", 'SELECT', undefined, HIGH));
    await other.feed.look();
    expect(other.feed.sight).toEqual({ isReachable: true, trouble: undefined });
  });

  test.each([
    ['activity', 0],
    ['event', 1_000_000],
  ])('raises the highest number of %s no further than its rows allow', async (table, step) => {
    const highest = async () =>
      Number((await postgres.query('d', `SELECT highest FROM keydesk.number WHERE name = '${table}'`))[0]?.highest);
    const [{ top } = { top: 0 }] = await postgres.query(
      'd',
      `SELECT coalesce(max(seq), 0) AS top FROM keydesk.${table}`,
    );
    await as('my_station', `UPDATE keydesk.number SET highest = ${HIGH} WHERE name = '${table}'`);
    await as('my_station', `UPDATE keydesk.number SET highest = -1, name = 'x' WHERE name = '${table}'`);
    expect(await highest()).toBeGreaterThanOrEqual(Number(top));
    expect(await highest()).toBeLessThanOrEqual(Number(top) + step);
    await expect(
      as('my_station', "INSERT INTO keydesk.number (name, highest) VALUES ('nosuchtable', 1)"),
    ).rejects.toMatchObject(number);
    await run(other, event());
    await run(first, event());
  });

  test('adds no row with a number after which there is none', async () => {
    const far = `INSERT INTO keydesk.event (seq, id, type, at, tenant, user_id, user_principal_name, data, revision)
      VALUES (9007199254740990, gen_random_uuid(), 'x', 'now', 't', 'u', 'u', '{}', ${head})`;
    await expect(as('my_station', revision("'{event}'", far))).rejects.toMatchObject(number);
    await expect(
      as(
        'my_station',
        revision(
          "'{event}'",
          'UPDATE keydesk.event SET seq = 9007199254740990 WHERE seq = (SELECT max(seq) FROM keydesk.event)',
        ),
      ),
    ).rejects.toMatchObject(number);
    const entry = `INSERT INTO keydesk.activity (seq, at, kind, result, actor_kind, actor, correlation_id, request_ids, facts, previous_hash, hash, revision)
      VALUES (9007199254740990, 'now', 'x', 'ok', 'person', 'me', 'c', '[]', '{}', '', 'h', ${head})`;
    await expect(as('my_station', revision("'{activity}'", entry))).rejects.toMatchObject(number);
  });

  test.each([
    ['a state that SQLite refuses', "UPDATE keydesk.security_key SET mark = 'stolen'"],
    ['a number that JSON does not carry', `UPDATE keydesk.security_key_count SET count = ${HIGH}`],
  ])('writes no row with %s', async (_, statement) => {
    await run(first, key(`row ${statement.length}`));
    await expect(as('my_station', statement)).rejects.toMatchObject(check);
  });

  test.each(['my_station', 'my_desk'])('%s changes no other desk', async role => {
    const before = await desks();
    await as(
      role,
      `UPDATE keydesk.desk SET left_at = now(), last_seen = last_seen - interval '1 day', version = 999, name = 'x' WHERE role <> '${role}'`,
    );
    await as(role, `UPDATE keydesk.desk SET role = '${role}' WHERE id = '${otherId}'`);
    expect(await desks()).toEqual(before);
    const instead = `INSERT INTO keydesk.desk (id, name, version) VALUES ('${otherId}', 'x', 1) ON CONFLICT (id) DO UPDATE SET left_at = now()`;
    await expect(as(role, instead)).rejects.toMatchObject(right);
    const anothers = `INSERT INTO keydesk.desk (id, name, version, role) VALUES (gen_random_uuid(), 'x', 1, 'other_desk')`;
    await expect(as(role, anothers)).rejects.toMatchObject(right);
  });

  test('writes about its own desk no time that others cannot read, and is present no longer for it', async () => {
    const id = randomUUID();
    await as('my_desk', `INSERT INTO keydesk.desk (id, name, version) VALUES ('${id}', 'mine', 1)`);
    const set = (time: string) => as('my_desk', `UPDATE keydesk.desk SET last_seen = '${time}' WHERE id = '${id}'`);
    for (const time of ['infinity', '-infinity']) await expect(set(time)).rejects.toMatchObject(check);
    const client = await connect(targetOf(url));
    onTestFinished(() => disconnect(client));
    for (const time of ['290000-01-01', '4000-01-01 BC']) {
      await set(time);
      expect((await agesOfDesks(client, 600_000)).has(id)).toBe(false);
    }
    await expect(
      as('my_desk', `UPDATE keydesk.desk SET id = gen_random_uuid() WHERE id = '${id}'`),
    ).rejects.toMatchObject(removal);
  });

  test('that keeps the lock of the writers is named', { timeout: 30_000 }, async () => {
    const thief = await connect(targetOf(login('my_reviewer')));
    await thief.query('SELECT pg_advisory_lock(7170532, 1)');
    const written = run(other, event());
    await expect(written).rejects.toMatchObject({ code: 'record-busy', params: { role: 'my_reviewer' } });
    await disconnect(thief);
    await run(other, event());
  });

  async function desks() {
    return await postgres.query('d', `SELECT name, role, version, left_at FROM keydesk.desk WHERE id = '${otherId}'`);
  }
});

const event = () =>
  `INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data) VALUES ('${randomUUID()}', 'x', 'now', 't', 'u', 'u', '{}')`;
const profile = (id: string) =>
  `INSERT INTO profile (id, tenant, name, settings, groups, is_default, created_at, updated_at) VALUES ('${id}', 't', '${id}', '{}', '[]', 0, 'now', 'now')`;
const key = (id: string) =>
  `INSERT INTO security_key (id, identity, identified_by, first_seen_at, last_seen_at) VALUES ('${id}', '${id}', 'serial', 'now', 'now')`;
