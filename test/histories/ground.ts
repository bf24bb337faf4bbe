import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { stationRights } from '../../src/main/app/record/sharedTables.ts';
import { rolesSql } from '../../src/main/base/record/roles.ts';
import { type Desk, newTables, openDesk } from '../main/base/record/desks.ts';
import { type Beginning, copyData, PASSWORD, type Postgres, startPostgres } from '../postgres.ts';
import { furnish } from './operations.ts';
import { CODES, DESKS, ROWS } from './plan.ts';

/** What each history begins with: three desks of one record, as stopped data folders, and the data of a stopped server. */
export interface Ground {
  /** The folder of everything. */
  readonly folder: string;
  /** The port of the server of all histories that do not harm their server. */
  readonly port: number;
}

/** The ground as one process uses it. */
export interface OpenGround extends Ground {
  /** Starts a server of its own with the record. */
  server(settings?: Readonly<Record<string, string>>, how?: Beginning): Promise<Postgres>;
  /** Creates a copy of the record on the server of all. Returns the name of its database. @param of The database to copy. Default: that of the ground */
  database(seed: number, of?: string): Promise<string>;
  drop(database: string): Promise<void>;
  /** Copies the data folder of a desk, and lets it find the record at an address. */
  desk(n: number, to: string, port: number, database: string): void;
  close(): Promise<void>;
}

/** The name of the database in a server of its own. */
export const GROUND = 'ground';

/** A folder in memory, where there is one: histories create and delete many files. */
export const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Nothing has to survive a power cut of this computer. */
const QUICK = {
  fsync: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '400',
  min_wal_size: '16MB',
  shared_buffers: '64MB',
} as const;
/** A server that is stopped at once must recover from its log, so its pages must be whole. */
const ALONE = { ...QUICK, full_page_writes: 'on', shared_buffers: '8MB' } as const;

const deskFolder = (folder: string, n: number) => join(folder, `ground${n}`);
const hbaFile = (folder: string) => join(folder, 'pg_hba.conf');

/** Makes the ground of a run. `close` deletes everything. */
export async function makeGround(): Promise<Ground & { close(): Promise<void> }> {
  const folder = mkdtempSync(join(MEMORY, 'keydesk-histories-'));
  const shared = await startPostgres(QUICK, { folder: mkdtempSync(join(MEMORY, 'keydesk-pg-')) });
  await furnishDesks(shared, folder);
  await shared.stop();
  copyData(join(shared.folder, 'data'), join(folder, 'data'));
  // To prove a password takes both sides some milliseconds, and histories connect often.
  const trust = ['all', 'replication'].map(what => `host ${what} all 127.0.0.1/32 trust\n`).join('');
  for (const data of [shared.folder, folder].map(one => join(one, 'data'))) writeFileSync(hbaFile(data), trust);
  await shared.start();
  return {
    folder,
    port: shared.port,
    close: async () => {
      await shared.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens the ground of a run in a process. */
export async function openGround({ folder, port }: Ground): Promise<OpenGround> {
  const admin = new pg.Pool({ host: '127.0.0.1', port, database: 'postgres', user: 'postgres', max: 2 });
  // The server may end first.
  admin.on('connect', client => client.on('error', () => undefined));
  // The pool reports the same error of an idle connection once more.
  admin.on('error', () => undefined);
  return {
    folder,
    port,
    server: (settings = {}, how = {}) =>
      startPostgres(
        { ...ALONE, ...settings },
        { data: join(folder, 'data'), folder: mkdtempSync(join(MEMORY, 'keydesk-pg-')), ...how },
      ),
    database: async (seed, of = GROUND) => {
      const name = `history${seed}_${process.hrtime.bigint()}`;
      await admin.query(`CREATE DATABASE "${name}" TEMPLATE "${of}" STRATEGY FILE_COPY`);
      return name;
    },
    drop: async name => {
      await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`);
    },
    desk: (n, to, at, database) => {
      cpSync(deskFolder(folder, n), to, { recursive: true });
      aimAt(to, at, database);
    },
    close: () => admin.end(),
  };
}

/** Lets a data folder find its record at another address. */
export function aimAt(folder: string, port: number, database: string): void {
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'));
  sqlite
    .prepare("UPDATE record_mirror SET url = ?, sign_in = 'none'")
    .run(`postgres://${COUNTER}@127.0.0.1:${port}/${database}`);
  sqlite.close();
}

/** The role of all desks. As in a real record, none signs in as the owner of the tables, for whom some rules do not hold. */
const COUNTER = 'counter';

async function furnishDesks(server: Postgres, folder: string): Promise<void> {
  const url = await server.database(GROUND);
  const desks: Desk[] = [];
  for (let n = 0; n < DESKS; n++) {
    const own = deskFolder(folder, n);
    mkdirSync(own, { mode: 0o700 });
    const desk = await openDesk(n === 0 ? url : url.replace('desk@', `${COUNTER}@`), { isFirst: n === 0, folder: own });
    if (n === 0) {
      await furnish(desk.store.database, { codes: CODES, rows: ROWS });
      await server.query(GROUND, rolesSql(await newTables(), stationRights));
      await server.query(GROUND, `CREATE ROLE ${COUNTER} LOGIN PASSWORD '${PASSWORD}' IN ROLE keydesk_desk`);
    }
    desks.push(desk);
  }
  for (const desk of desks) {
    await desk.feed.look();
    await desk.close();
    writeHead(desk.folder);
  }
  await server.query(
    GROUND,
    `UPDATE keydesk.desk SET role = '${COUNTER}'; UPDATE keydesk.kept SET role = '${COUNTER}'`,
  );
}

/** Writes the head file of the activity log, as a desk has it that has made or joined a record. */
function writeHead(folder: string): void {
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true });
  const end = sqlite.prepare('SELECT seq, hash FROM activity ORDER BY seq DESC LIMIT 1').get();
  sqlite.close();
  const head = { count: Number(end?.seq ?? 0), hash: String(end?.hash ?? '0'.repeat(64)) };
  writeFileSync(join(folder, 'activity-head.json'), JSON.stringify(head));
}
