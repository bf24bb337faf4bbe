import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { derivedTables, stationRights } from '../../../../src/main/app/record/sharedTables.ts';
import { connect, disconnect } from '../../../../src/main/base/record/connect.ts';
import { mirrorStateOn } from '../../../../src/main/base/record/state.ts';
import { upgradeRecord } from '../../../../src/main/base/record/upgrade/upgrade.ts';
import { bringBack } from '../../../../src/main/features/record/bringBack.ts';
import type { RecordMeans } from '../../../../src/main/services/record/means.ts';
import { noPostgres, PASSWORD, type Postgres, startPostgres } from '../../../postgres.ts';
import { type Desk, openDesk, type TestedVersion, TODAY, targetOf } from '../../base/record/desks.ts';
import { expectEqual } from '../../base/record/equal.ts';
import { withKinds, withPlace, withPriority } from '../../base/record/laterVersions.ts';

const means: RecordMeans = {
  vault: { read: async () => PASSWORD },
  // None is asked for a token.
  signIns: {} as RecordMeans['signIns'],
  connection: () => undefined,
  roots: () => [],
};

let postgres: Postgres;
let url: string;
let database: string;
let folder: string;
let made = 0;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

async function open(how: { folder?: string; version?: TestedVersion }): Promise<Desk> {
  const desk = await openDesk(url, how);
  onTestFinished(desk.close);
  return desk;
}

async function upgradeTo(version: TestedVersion): Promise<void> {
  const client = await connect(targetOf(url));
  await upgradeRecord(client, { ...version, station: stationRights, record: undefined, desk: randomUUID() });
  await disconnect(client);
}

const announce = (desk: Desk, type: string) =>
  desk.store.database.write(transaction =>
    transaction
      .insertInto('event')
      .values({
        id: randomUUID(),
        type,
        at: 'now',
        tenant: 'tenant',
        user_id: 'user',
        user_principal_name: 'user@contoso.example',
        data: '{}',
      })
      .execute(),
  );

function back(desk: Desk, { migrations, names }: TestedVersion) {
  const file = join(desk.folder, 'keydesk.db');
  const sqlite = new DatabaseSync(file, { readOnly: true });
  onTestFinished(() => sqlite.close());
  const unused = () => {
    throw new Error('not part of this');
  };
  return bringBack({
    record: {
      state: () => mirrorStateOn(sqlite).read(),
      sight: desk.feed.sight,
      look: () => desk.feed.look(),
      isAlive: unused,
      isPresent: unused,
      mayLead: unused,
      refuseWithout: unused,
      awaySince: unused,
      onReached: unused,
      begin: unused,
      end: unused,
      close: unused,
    },
    means,
    file,
    store: desk.store,
    tables: desk.store.recordTables(names),
    migrations,
    derived: derivedTables,
  });
}

/** Takes the newest revision, one new event, out of the record, as a backup from before it does. */
async function loseNewest(): Promise<void> {
  const newest = '(SELECT max(n) FROM keydesk.revision)';
  await postgres.query(database, `DELETE FROM keydesk.event WHERE revision = ${newest}`);
  await postgres.query(database, `DELETE FROM keydesk.kept WHERE revision = ${newest}`);
  await postgres.query(database, `DELETE FROM keydesk.revision WHERE n = ${newest}`);
}

describe.skipIf(noPostgres !== null)('bringing back, at a desk of another version', () => {
  beforeEach(async () => {
    database = `b${++made}`;
    url = await postgres.database(database);
    folder = mkdtempSync(join(tmpdir(), 'keydesk-back-'));
    const kept = folder;
    onTestFinished(() => rmSync(kept, { recursive: true, force: true }));
  });

  test('is refused until the desk is updated, and then leaves columns alone that the desk did not know', async () => {
    const old = await openDesk(url, { isFirst: true, folder });
    await announce(old, 'first');
    await upgradeTo(withPriority);
    const fresh = await openDesk(url, { version: withPriority });
    await fresh.store.database.write(transaction => sql`UPDATE event SET priority = 5`.execute(transaction));
    await fresh.close();
    await announce(old, 'second');
    await loseNewest();
    await old.feed.look();
    await expect(back(old, TODAY)).rejects.toMatchObject({ code: 'record-newer' });
    await old.close();
    const updated = await open({ folder, version: withPriority });
    expect(updated.feed.sight).toMatchObject({ trouble: { code: 'record-rewound' } });
    expect(await back(updated, withPriority)).toMatchObject({ rows: 1, refused: 0 });
    await updated.feed.look();
    expect(updated.feed.sight.trouble).toBeUndefined();
    expect(updated.rows('SELECT type, priority FROM event ORDER BY seq')).toEqual([
      { type: 'first', priority: 5 },
      { type: 'second', priority: 3 },
    ]);
    await expectEqual(url, updated, withPriority);
  });

  test('is refused until a restored record is upgraded', async () => {
    const old = await openDesk(url, { isFirst: true, folder });
    await announce(old, 'first');
    await announce(old, 'second');
    await old.close();
    await loseNewest();
    const updated = await open({ folder, version: withPriority });
    expect(updated.feed.sight).toMatchObject({ trouble: { code: 'record-rewound' } });
    await expect(back(updated, withPriority)).rejects.toMatchObject({ code: 'record-older' });
    await upgradeTo(withPriority);
    expect(await back(updated, withPriority)).toMatchObject({ rows: 1, refused: 0 });
    expect(updated.rows('SELECT type FROM event ORDER BY seq')).toEqual([{ type: 'first' }, { type: 'second' }]);
    await expectEqual(url, updated, withPriority);
  });

  test('also gets back what a desk had whose log got a column meanwhile', async () => {
    const old = await openDesk(url, { isFirst: true, folder });
    await announce(old, 'first');
    await announce(old, 'second');
    await old.close();
    await loseNewest();
    await upgradeTo(withPlace);
    const fresh = await openDesk(url, { version: withPlace });
    await fresh.store.database.write(transaction =>
      sql`INSERT INTO activity (at, kind, result, actor_kind, actor, correlation_id, request_ids, facts, previous_hash, hash, place)
          VALUES ('now', 'placed', 'ok', 'person', 'me', 'c', '[]', '{}', '', 'h', 'Berlin')`.execute(transaction),
    );
    await fresh.close();
    const updated = await open({ folder, version: withPlace });
    expect(await back(updated, withPlace)).toMatchObject({ rows: 1, refused: 0 });
    expect(updated.rows('SELECT type FROM event ORDER BY seq')).toEqual([{ type: 'first' }, { type: 'second' }]);
    expect(updated.rows('SELECT kind, place FROM activity')).toEqual([{ kind: 'placed', place: 'Berlin' }]);
    await expectEqual(url, updated, withPlace);
  });

  test('is refused if rows of before do not fit any more, and the desk keeps what it has', async () => {
    const old = await openDesk(url, { isFirst: true, folder });
    await announce(old, 'first');
    await announce(old, 'second');
    await old.close();
    await loseNewest();
    await upgradeTo(withKinds);
    const updated = await open({ folder, version: withKinds });
    await expect(back(updated, withKinds)).rejects.toMatchObject({ code: 'record-apart' });
    expect(updated.rows('SELECT type FROM event')).toHaveLength(2);
  });
});
