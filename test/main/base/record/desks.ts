import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import { sharedTables, stationRights } from '../../../../src/main/app/record/sharedTables.ts';
import { addressText, parseAddress } from '../../../../src/main/base/record/address.ts';
import { connect, disconnect, type RecordTarget } from '../../../../src/main/base/record/connect.ts';
import { createRecord, FIRST_REVISION } from '../../../../src/main/base/record/create.ts';
import { addDesk, mayNoteDesk } from '../../../../src/main/base/record/desks.ts';
import { type Feed, startFeed } from '../../../../src/main/base/record/feed.ts';
import { type Lease, RecordLink } from '../../../../src/main/base/record/link.ts';
import { openMirrorConnection } from '../../../../src/main/base/record/mirrorConnection.ts';
import { openRecordClock } from '../../../../src/main/base/record/recordClock.ts';
import { ROLES, rolesSql } from '../../../../src/main/base/record/roles.ts';
import { mirrorStateOn } from '../../../../src/main/base/record/state.ts';
import {
  ownTables,
  type RecordTable,
  type RecordTableNames,
  recordTables,
} from '../../../../src/main/base/record/tables.ts';
import { openStore, type Store } from '../../../../src/main/base/store/database.ts';
import type { Migration } from '../../../../src/main/base/store/migrate.ts';
import { PASSWORD, type Postgres } from '../../../postgres.ts';

/** A data folder that is a desk of a shared record, without the rest of Keydesk. */
export interface Desk {
  readonly folder: string;
  readonly store: Store;
  readonly feed: Feed;
  /** Ends the next write with an error after the record has committed it and before the desk does, as if the process was killed there. */
  killAtCommit(error: Error): void;
  /** Reads the desk's keydesk.db over a connection of its own. */
  rows(sql: string): Record<string, unknown>[];
  close(): Promise<void>;
}

/** The tables of one version of Keydesk. */
export interface TestedVersion {
  readonly migrations: readonly Migration[];
  readonly names: RecordTableNames;
}

/** A desk whose first contact with the record is a write. */
const NO_FEED: Feed = {
  sight: { isReachable: true, trouble: undefined },
  isAlive: () => true,
  isPresent: () => true,
  mayLead: () => 0,
  look: async () => undefined,
  close: async () => undefined,
};

export const TODAY: TestedVersion = { migrations, names: sharedTables };

export const targetOf = (url: string): RecordTarget => ({ address: parseAddress(url), password: async () => PASSWORD });

/** Returns the tables of the record, from a new database. */
export async function newTables(): Promise<RecordTable[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-tables-'));
  await openRecord(folder).close();
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'));
  const tables = recordTables(sqlite, sharedTables);
  sqlite.close();
  rmSync(folder, { recursive: true, force: true });
  return tables;
}

/** Makes the roles of a record, and a login `my_…` for each of them. */
export async function makeLogins(postgres: Postgres, database: string): Promise<void> {
  await postgres.query(database, rolesSql(await newTables(), stationRights));
  for (const role of Object.keys(ROLES))
    await postgres.query(database, `CREATE ROLE my_${role} LOGIN PASSWORD '${PASSWORD}' IN ROLE keydesk_${role}`);
}

/** Opens a desk. The first one makes the record from what is in its folder; others join. */
export async function openDesk(
  url: string,
  how: { isFirst?: boolean; folder?: string; target?: RecordTarget; version?: TestedVersion; looks?: boolean } = {},
): Promise<Desk> {
  const folder = how.folder ?? mkdtempSync(join(tmpdir(), 'keydesk-desk-'));
  const target = how.target ?? targetOf(url);
  const { migrations, names } = how.version ?? TODAY;
  const store = openStore(folder, { migrations });
  const file = join(folder, 'keydesk.db');
  const sqlite = new DatabaseSync(file, { timeout: 5000 });
  const tables = { shared: recordTables(sqlite, names), own: ownTables(sqlite, names) };
  const state = mirrorStateOn(sqlite);
  if (state.read() === undefined)
    await begin(sqlite, tables.shared, target, { isFirst: how.isFirst === true, version: migrations.length });
  const mirror = openMirrorConnection(file, tables);
  const clock = openRecordClock();
  const options = { target, mirror, tables, version: migrations.length, clock, log: () => undefined };
  const link = new RecordLink(options);
  let killer: Error | undefined;
  const lease = async (): Promise<Lease> => {
    const real = await link.lease();
    const commit: Lease['commit'] = async changes => {
      const revision = await real.commit(changes);
      if (killer !== undefined) throw killer;
      return revision;
    };
    return { commit, release: real.release };
  };
  store.database.share({ tables, clock, lease });
  const feed = how.looks === false ? NO_FEED : startFeed(options);
  await feed.look();
  return {
    folder,
    store,
    feed,
    killAtCommit: error => {
      killer = error;
    },
    rows: sql => sqlite.prepare(sql).all() as Record<string, unknown>[],
    close: async () => {
      await feed.close();
      await link.close();
      mirror.close();
      sqlite.close();
      await store.close();
      if (how.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function begin(
  sqlite: DatabaseSync,
  tables: RecordTable[],
  target: RecordTarget,
  { isFirst, version }: { isFirst: boolean; version: number },
): Promise<void> {
  const client = await connect(target);
  const desk = { id: randomUUID(), name: 'Desk' };
  const state = mirrorStateOn(sqlite);
  const reach = { url: addressText(target.address), ca: null, signIn: 'password' } as const;
  sqlite.exec('BEGIN IMMEDIATE');
  if (isFirst) {
    const id = randomUUID();
    await createRecord(client, sqlite, tables, { id, version, desk });
    state.begin({ record: id, desk: desk.id, reach });
    state.advance(FIRST_REVISION, Date.now());
    state.filled(version);
  } else {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM keydesk.record');
    if (await mayNoteDesk(client)) await addDesk(client, desk, version);
    state.begin({ record: rows[0]?.id ?? '', desk: desk.id, reach });
  }
  sqlite.exec('COMMIT');
  await disconnect(client);
}
