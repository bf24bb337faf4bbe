import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { stationRights } from '../../../../src/main/app/record/sharedTables.ts';
import { connect, disconnect, type RecordClient } from '../../../../src/main/base/record/connect.ts';
import { rolesSql } from '../../../../src/main/base/record/roles.ts';
import { type RecordUpgrade, upgradeRecord } from '../../../../src/main/base/record/upgrade/upgrade.ts';
import { noPostgres, PASSWORD, type Postgres, startPostgres } from '../../../postgres.ts';
import { type Desk, newTables, openDesk, type TestedVersion, TODAY, targetOf } from './desks.ts';
import { EARLIER_BOOKKEEPING } from './earlierBookkeeping.ts';
import { expectEqual } from './equal.ts';
import {
  withBadge,
  withCount,
  withKinds,
  withMarked,
  withOnce,
  withPlace,
  withPriority,
  withRewrittenLog,
} from './laterVersions.ts';

const NOW = migrations.length;

let postgres: Postgres;
let url: string;
let database: string;
let made = 0;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

async function open(how: { isFirst?: boolean; version?: TestedVersion; folder?: string } = {}): Promise<Desk> {
  const desk = await openDesk(url, how);
  onTestFinished(desk.close);
  return desk;
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'keydesk-upgrade-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function upgradeTo(
  version: TestedVersion,
  how: { user?: string; client?: RecordClient } = {},
): Promise<RecordUpgrade> {
  const client = how.client ?? (await connect(targetOf(url.replace('desk@', `${how.user ?? 'desk'}@`))));
  try {
    return await upgradeRecord(client, { ...version, station: stationRights, record: undefined, desk: randomUUID() });
  } finally {
    await disconnect(client);
  }
}

const event = (type: string) => ({
  id: randomUUID(),
  type,
  at: new Date().toISOString(),
  tenant: 'tenant',
  user_id: 'user',
  user_principal_name: 'user@contoso.example',
  data: '{}',
});
const announce = (desk: Desk, type: string) =>
  desk.store.database.write(transaction => transaction.insertInto('event').values(event(type)).execute());
const run = (desk: Desk, statement: string) =>
  desk.store.database.write(transaction => sql.raw(statement).execute(transaction));
const inRecord = <T extends object>(statement: string) =>
  postgres.query<T & Record<string, unknown>>(database, statement);
const versions = async () => (await inRecord('SELECT version, writes_from FROM keydesk.record'))[0];
const log = (desk: Desk, kind: string) =>
  run(
    desk,
    `INSERT INTO activity (at, kind, result, actor_kind, actor, correlation_id, request_ids, facts, previous_hash, hash)
     VALUES ('now', '${kind}', 'ok', 'person', 'me', 'c', '[]', '{}', '', '${randomUUID()}')`,
  );

describe.skipIf(noPostgres !== null)('the upgrade of a record', () => {
  beforeEach(async () => {
    database = `u${++made}`;
    url = await postgres.database(database);
  });

  test('with new columns lets desks of the version before write on, and they leave the new columns as they are', async () => {
    const old = await open({ isFirst: true });
    await announce(old, 'first');
    expect(await upgradeTo(withPriority)).toMatchObject({ from: NOW, to: NOW + 1, writesFrom: NOW, rows: 0 });
    const fresh = await open({ version: withPriority });
    await announce(old, 'second');
    await run(fresh, "UPDATE event SET priority = 1, note = 'mine'");
    await run(old, 'UPDATE event SET data = \'{"by":"old"}\' WHERE type = \'first\'');
    await announce(old, 'third');
    await fresh.feed.look();
    await old.feed.look();
    expect(fresh.rows('SELECT type, data, priority, note FROM event ORDER BY seq')).toEqual([
      { type: 'first', data: '{"by":"old"}', priority: 1, note: 'mine' },
      { type: 'second', data: '{}', priority: 1, note: 'mine' },
      { type: 'third', data: '{}', priority: 3, note: null },
    ]);
    expect(old.rows('SELECT type FROM event ORDER BY seq')).toHaveLength(3);
    expect(old.feed.sight).toEqual({ isReachable: true, trouble: undefined });
    await expectEqual(url, fresh, withPriority);
    await expectEqual(url, old);
  });

  test('with a new table lets older desks write on, and desks of the new version share it', async () => {
    const old = await open({ isFirst: true });
    expect(await upgradeTo(withBadge)).toMatchObject({ writesFrom: NOW, rows: 0 });
    const fresh = await open({ version: withBadge });
    const other = await open({ version: withBadge });
    await run(fresh, "INSERT INTO badge (id, picture, width) VALUES ('a', x'00ff', 0.1)");
    await announce(old, 'still here');
    await other.feed.look();
    await old.feed.look();
    expect(other.rows('SELECT id, hex(picture) AS picture, width FROM badge')).toEqual([
      { id: 'a', picture: '00FF', width: 0.1 },
    ]);
    expect(old.feed.sight.trouble).toBeUndefined();
    await run(other, 'DELETE FROM badge');
    await fresh.feed.look();
    expect(fresh.rows('SELECT id FROM badge')).toEqual([]);
    await expectEqual(url, fresh, withBadge);
  });

  test('that changes rows makes older desks readers, at once and also while they are connected', async () => {
    const old = await open({ isFirst: true });
    await announce(old, 'urgent');
    await announce(old, 'other');
    expect(await upgradeTo(withMarked)).toMatchObject({ writesFrom: NOW + 2, rows: 1 });
    await expect(announce(old, 'too late')).rejects.toMatchObject({ code: 'record-newer' });
    await old.feed.look();
    expect(old.feed.sight).toMatchObject({ isReachable: true, trouble: { code: 'record-newer' } });
    expect(old.rows('SELECT type FROM event ORDER BY seq')).toEqual([{ type: 'marked' }, { type: 'other' }]);
    const fresh = await open({ version: withMarked });
    await announce(fresh, 'new');
    await old.feed.look();
    expect(old.rows('SELECT type FROM event')).toHaveLength(3);
    expect(fresh.rows('SELECT type, priority FROM event ORDER BY seq')).toEqual([
      { type: 'marked', priority: 1 },
      { type: 'other', priority: 3 },
      { type: 'new', priority: 3 },
    ]);
    await expectEqual(url, fresh, withMarked);
  });

  test.each([
    ['a unique index', withOnce],
    ['a trigger that derives rows', withCount],
    ['a table that is made anew', withKinds],
    ['a column of the log', withPlace],
  ])('with %s makes older desks readers', async (_, version) => {
    const old = await open({ isFirst: true });
    await announce(old, 'first');
    await run(old, "INSERT INTO shared_serial (identity, learned_at) VALUES ('a', 'now')");
    expect(await upgradeTo(version)).toMatchObject({ writesFrom: version.migrations.length });
    await expect(announce(old, 'second')).rejects.toMatchObject({ code: 'record-newer' });
    const fresh = await open({ version });
    await announce(fresh, 'second');
    await expectEqual(url, fresh, version);
  });

  test('keeps what a unique index forbids out of the record', async () => {
    const old = await open({ isFirst: true });
    await announce(old, 'once');
    await upgradeTo(withOnce);
    const values = "(99, 'x', 'once', 'now', 't', 'user', 'u', '{}', 9)";
    await expect(inRecord(`INSERT INTO keydesk.event VALUES ${values}`)).rejects.toMatchObject({ code: '23505' });
  });

  test('lets an older desk say that it cannot read what its tables have no place for', async () => {
    const old = await open({ isFirst: true });
    await run(old, "INSERT INTO shared_serial (identity, learned_at) VALUES ('a', 'now')");
    await upgradeTo(withKinds);
    await old.feed.look();
    expect(old.feed.sight).toMatchObject({ isReachable: false, trouble: { code: 'record-newer' } });
    expect(old.rows('SELECT identity FROM shared_serial')).toEqual([{ identity: 'a' }]);
  });

  test('a desk that was updated first reads what it has, then fills its tables from the record', async () => {
    const at = folder();
    const first = await openDesk(url, { isFirst: true, folder: at });
    await announce(first, 'urgent');
    await first.close();
    const other = await open();
    const updated = await open({ folder: at, version: withMarked });
    // Here the migration changed the same row, but the record does not know it yet.
    expect(updated.rows('SELECT type, priority FROM event')).toEqual([{ type: 'marked', priority: 1 }]);
    expect(updated.feed.sight).toMatchObject({ isReachable: true, trouble: { code: 'record-older' } });
    await expect(announce(updated, 'too early')).rejects.toMatchObject({ code: 'record-older' });
    await announce(other, 'urgent');
    await updated.feed.look();
    expect(updated.rows('SELECT type FROM event')).toHaveLength(1);
    expect(await upgradeTo(withMarked)).toMatchObject({ rows: 2 });
    await updated.feed.look();
    expect(updated.feed.sight.trouble).toBeUndefined();
    expect(updated.rows('SELECT type, priority FROM event')).toEqual(Array(2).fill({ type: 'marked', priority: 1 }));
    await announce(updated, 'now');
    await expectEqual(url, updated, withMarked);
  });

  test('a desk that is updated last gets the columns that it could not keep', async () => {
    const at = folder();
    const old = await openDesk(url, { isFirst: true, folder: at });
    await announce(old, 'first');
    await upgradeTo(withPriority);
    const fresh = await open({ version: withPriority });
    await run(fresh, 'UPDATE event SET priority = 5');
    await old.feed.look();
    await old.close();
    const updated = await open({ folder: at, version: withPriority });
    expect(updated.rows('SELECT priority FROM event')).toEqual([{ priority: 5 }]);
    await expectEqual(url, updated, withPriority);
  });

  test('the first thing that an updated desk does may be a write', async () => {
    const at = folder();
    const old = await openDesk(url, { isFirst: true, folder: at });
    await announce(old, 'first');
    await upgradeTo(withPriority);
    const fresh = await open({ version: withPriority });
    await run(fresh, 'UPDATE event SET priority = 5');
    await old.close();
    const updated = await openDesk(url, { folder: at, version: withPriority, looks: false });
    onTestFinished(updated.close);
    await run(updated, 'UPDATE event SET priority = priority - 1');
    await fresh.feed.look();
    expect(fresh.rows('SELECT priority FROM event')).toEqual([{ priority: 4 }]);
  });

  test('entries of a log that an older desk cannot keep whole come when it is updated', async () => {
    const at = folder();
    const old = await openDesk(url, { isFirst: true, folder: at });
    await log(old, 'before');
    await upgradeTo(withPlace);
    const fresh = await open({ version: withPlace });
    await log(fresh, 'after');
    await run(
      fresh,
      "INSERT INTO activity SELECT 9, at, 'placed', result, actor_kind, actor, tenant, user_id, user_principal_name, key_id, key_aaguid, key_serial, cause, correlation_id, request_ids, facts, previous_hash, 'h9', desk, 'Berlin' FROM activity LIMIT 1",
    );
    await announce(fresh, 'an event');
    await old.feed.look();
    expect(old.rows('SELECT kind FROM activity')).toEqual([{ kind: 'before' }]);
    expect(old.rows('SELECT type FROM event')).toEqual([{ type: 'an event' }]);
    await old.close();
    const updated = await open({ folder: at, version: withPlace });
    expect(updated.rows('SELECT kind, place FROM activity ORDER BY seq')).toEqual([
      { kind: 'before', place: null },
      { kind: 'after', place: null },
      { kind: 'placed', place: 'Berlin' },
    ]);
    await expectEqual(url, updated, withPlace);
  });

  test.each([
    ['older, and writes', TODAY, withPriority],
    ['older, and only reads', TODAY, withMarked],
    ['newer', withPriority, undefined],
  ])('a desk that is %s notices that the record lost changes', async (_, version, upgraded) => {
    const at = folder();
    const first = await openDesk(url, { isFirst: true, folder: at });
    await announce(first, 'first');
    if (upgraded !== undefined) await upgradeTo(upgraded);
    await first.feed.look();
    await first.close();
    const desk = await open({ folder: at, version });
    // The server was restored, and others have written since.
    await inRecord('UPDATE keydesk.revision SET id = gen_random_uuid()');
    await desk.feed.look();
    expect(desk.feed.sight).toMatchObject({ isReachable: false, trouble: { code: 'record-rewound' } });
    await expect(announce(desk, 'refused')).rejects.toMatchObject({ code: 'record-rewound' });
  });

  test('a desk that fills its tables again knows the ids of revisions, and notices later that the record lost some', async () => {
    const at = folder();
    const old = await openDesk(url, { isFirst: true, folder: at });
    await announce(old, 'first');
    await upgradeTo(withMarked);
    await old.close();
    const updated = await open({ folder: at, version: withMarked });
    const revisions = await inRecord('SELECT n::int, id FROM keydesk.revision ORDER BY n');
    expect(updated.rows('SELECT n, id FROM record_revision ORDER BY n')).toEqual(revisions);
    expect(revisions.length).toBeGreaterThan(2);
    await inRecord('UPDATE keydesk.revision SET id = gen_random_uuid()');
    await updated.feed.look();
    expect(updated.feed.sight).toMatchObject({ trouble: { code: 'record-rewound' } });
  });

  test('refuses a migration that changes the log, and changes nothing', async () => {
    const old = await open({ isFirst: true });
    await log(old, 'settings-changed');
    await expect(upgradeTo(withRewrittenLog)).rejects.toThrow('a migration changed entries of activity');
    expect(await versions()).toEqual({ version: NOW, writes_from: NOW });
    await announce(old, 'still here');
  });

  test('runs once, also if two people begin it at the same time', async () => {
    const old = await open({ isFirst: true });
    await announce(old, 'urgent');
    const results = await Promise.all([upgradeTo(withMarked), upgradeTo(withMarked)]);
    expect(results.map(({ from, rows }) => [from, rows]).toSorted()).toEqual([
      [NOW, 1],
      [NOW + 2, 0],
    ]);
    expect(await versions()).toEqual({ version: NOW + 2, writes_from: NOW + 2 });
    await expect(upgradeTo(withPriority)).rejects.toMatchObject({ code: 'record-newer' });
  });

  test('leaves nothing of an attempt that is cut at any statement', async () => {
    const old = await open({ isFirst: true });
    await announce(old, 'urgent');
    const shape = () =>
      inRecord(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'keydesk' ORDER BY 1, 2",
      );
    const before = await shape();
    let cuts = 0;
    for (let statements = 3; ; statements += 7) {
      const client = await cutAfter(await connect(targetOf(url)), statements);
      const error = await upgradeTo(withMarked, { client }).then(
        () => undefined,
        (failed: unknown) => failed,
      );
      if (error === undefined) break;
      cuts++;
      expect(await shape()).toEqual(before);
      expect(await versions()).toEqual({ version: NOW, writes_from: NOW });
      await announce(old, 'between');
    }
    expect(cuts).toBeGreaterThan(10);
    const fresh = await open({ version: withMarked });
    await expectEqual(url, fresh, withMarked);
  });

  test('is for the owner of the tables, and gives the roles their rights to new ones', async () => {
    await open({ isFirst: true });
    await postgres.query(database, rolesSql(await newTables(), stationRights));
    await postgres.query(database, `CREATE ROLE counter LOGIN PASSWORD '${PASSWORD}' IN ROLE keydesk_desk`);
    // As earlier versions made it.
    await postgres.query(database, 'ALTER TABLE keydesk.kept DROP CONSTRAINT kept_pkey, ADD PRIMARY KEY (desk)');
    await expect(upgradeTo(withBadge, { user: 'counter' })).rejects.toMatchObject({
      code: 'record-owner-needed',
      params: { owner: 'desk', user: 'counter' },
    });
    expect(await upgradeTo(withBadge)).toMatchObject({ ungranted: [] });
    url = url.replace('desk@', 'counter@');
    const desk = await open({ version: withBadge });
    await run(desk, "INSERT INTO badge (id) VALUES ('a')");
    expect(await inRecord('SELECT id FROM keydesk.badge')).toEqual([{ id: 'a' }]);
  });

  test('brings the rules to a record that an earlier version made, also without a migration', async () => {
    const at = folder();
    const first = await openDesk(url, { isFirst: true, folder: at });
    await first.close();
    await postgres.query(database, rolesSql(await newTables(), stationRights));
    await postgres.query(
      database,
      `CREATE ROLE old_desk LOGIN PASSWORD '${PASSWORD}' IN ROLE keydesk_desk; CREATE ROLE thief LOGIN PASSWORD '${PASSWORD}' IN ROLE keydesk_desk`,
    );
    await postgres.query(database, EARLIER_BOOKKEEPING);
    // As desks of earlier versions changed their role: the record was not told, but for what they wrote.
    const owner = url;
    url = url.replace('desk@', 'old_desk@');
    const desk = await open({ folder: at });
    await announce(desk, 'as another role');
    await postgres.query(database, "UPDATE keydesk.desk SET role = 'desk'");
    const asThief = (statement: string) => postgres.queryAs('thief', database, statement);
    const attacks = {
      seen: "UPDATE keydesk.desk SET last_seen = 'infinity'",
      removal: `INSERT INTO keydesk.removed VALUES ('event', '{"seq":"x"}', 2), ('event', '5', 2), ('nosuchtable', '{"id":"x"}', 2)`,
      revision: `INSERT INTO keydesk.revision (n, id, desk, tables, size) SELECT max(n) + 1, gen_random_uuid(), gen_random_uuid(), '{nosuchtable,event}', 1 FROM keydesk.revision`,
    };
    await asThief(attacks.seen);
    await desk.feed.look();
    expect(desk.feed.sight.trouble).toBeUndefined();
    await asThief(`${attacks.removal}; ${attacks.revision}`);
    url = owner;
    expect(await upgradeTo(TODAY)).toMatchObject({ from: NOW, to: NOW });
    expect(await upgradeTo(TODAY, { user: 'thief' })).toMatchObject({ from: NOW, to: NOW });
    await announce(desk, 'goes on');
    await desk.feed.look();
    expect(desk.feed.sight.trouble).toBeUndefined();
    const mine = `SELECT role, isfinite(last_seen) AS seen FROM keydesk.desk`;
    expect(await inRecord(mine)).toEqual([{ role: 'old_desk', seen: true }]);
    await asThief("UPDATE keydesk.desk SET role = 'thief'");
    expect(await inRecord(mine)).toEqual([{ role: 'old_desk', seen: true }]);
    await expect(asThief(attacks.removal)).rejects.toThrow();
    await expect(asThief(attacks.revision)).rejects.toMatchObject({ code: 'KD002' });
    await expectEqual(url, desk);
  });

  test.each([
    [
      'a revision',
      'revision',
      "INSERT INTO keydesk.revision (n, id, desk, tables, size) VALUES (9223372036854775807, gen_random_uuid(), gen_random_uuid(), '{}', 0)",
    ],
    ['a number', 'event', "UPDATE keydesk.number SET highest = 9007199254740993 WHERE name = 'event'"],
    [
      'a row',
      'security_key',
      "INSERT INTO keydesk.security_key (id, identity, identified_by, first_seen_at, last_seen_at, revision) VALUES ('x', 'x', 'nose', 'now', 'now', 3)",
    ],
  ])(
    'a desk says what it cannot read of a record without the rules, and goes on when it is mended: %s',
    async (_, table, attack) => {
      const desk = await open({ isFirst: true });
      const other = await open();
      await announce(desk, 'first');
      await other.feed.look();
      await postgres.query(database, EARLIER_BOOKKEEPING);
      const before = (await inRecord('SELECT max(n) AS n FROM keydesk.revision'))[0]?.n;
      await inRecord(
        `${attack}; INSERT INTO keydesk.revision (n, id, desk, tables, size) VALUES (${Number(before) + 1}, gen_random_uuid(), gen_random_uuid(), '{security_key}', 1)`,
      );
      await other.feed.look();
      expect(other.feed.sight).toMatchObject({
        isReachable: false,
        trouble: { code: 'record-spoiled', params: { table } },
      });
      await expect(announce(desk, 'refused')).rejects.toMatchObject({ code: 'record-spoiled', params: { table } });
      // As docs/record.md tells the owner.
      await inRecord(`DELETE FROM keydesk.revision WHERE n > 9007199254740991;
      UPDATE keydesk.number SET highest = (SELECT max(seq) FROM keydesk.event) WHERE name = 'event';
      DELETE FROM keydesk.security_key WHERE id = 'x'`);
      await upgradeTo(TODAY);
      await announce(desk, 'again');
      await other.feed.look();
      expect(other.feed.sight.trouble).toBeUndefined();
      await expectEqual(url, other);
    },
  );

  test('tells of new tables without rights if a role is missing', async () => {
    await open({ isFirst: true });
    const [known] = await postgres.query('postgres', "SELECT 1 FROM pg_roles WHERE rolname = 'keydesk_admin'");
    if (known !== undefined) await postgres.query('postgres', 'ALTER ROLE keydesk_admin RENAME TO once_admin');
    expect(await upgradeTo(withBadge)).toMatchObject({ ungranted: ['badge'] });
  });
});

/** Cuts the connection at a statement, as a network does. */
async function cutAfter(client: RecordClient, statements: number): Promise<RecordClient> {
  const real = client.query.bind(client) as (...given: unknown[]) => unknown;
  let count = 0;
  const cutting = (...given: unknown[]) => {
    if (++count === statements)
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    return real(...given);
  };
  client.query = cutting as typeof client.query;
  return client;
}
