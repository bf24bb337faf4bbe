import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Desk, openDesk } from '../main/base/record/desks.ts';
import { type Beginning, copyData, type Postgres, startPostgres } from '../postgres.ts';
import { furnish } from './operations.ts';
import { CODES, DESKS, ROWS } from './plan.ts';

/** What each history begins with: three desks of one record, as stopped data folders, and the data of a stopped server. */
export interface Ground {
  /** Everything of the run. Deleted at its end. */
  readonly folder: string;
  /** Starts a server of its own with the record. */
  server(settings?: Readonly<Record<string, string>>, how?: Beginning): Promise<Postgres>;
  /** Creates a copy of the record on the server of all. Returns the name of its database. */
  database(seed: number): Promise<string>;
  drop(database: string): Promise<void>;
  /** The server of all histories that do not harm their server. */
  readonly shared: Postgres;
  /** Copies the data folder of a desk, and lets it find the record at an address. */
  desk(n: number, to: string, port: number, database: string): void;
  close(): Promise<void>;
}

/** The name of the database in a server of its own. */
export const GROUND = 'ground';

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
const ALONE = { ...QUICK, full_page_writes: 'on', max_connections: '60', shared_buffers: '8MB' } as const;

export async function makeGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-histories-'));
  const shared = await startPostgres(QUICK);
  const folders = Array.from({ length: DESKS }, (_, n) => join(folder, `ground${n}`));
  await furnishDesks(await shared.database(GROUND), folders);
  // The folder of its own copy stays as it is, whatever happens on the server afterwards.
  await shared.stop();
  copyData(join(shared.folder, 'data'), join(folder, 'data'));
  await shared.start();
  return {
    folder,
    shared,
    server: (settings = {}, how = {}) => startPostgres({ ...ALONE, ...settings }, { data: join(folder, 'data'), ...how }),
    database: async seed => {
      const name = `history${seed}_${process.hrtime.bigint()}`;
      await shared.query('postgres', `CREATE DATABASE "${name}" TEMPLATE ${GROUND} STRATEGY FILE_COPY`);
      return name;
    },
    drop: async name => {
      await shared.query('postgres', `DROP DATABASE "${name}" WITH (FORCE)`);
    },
    desk: (n, to, port, database) => {
      cpSync(folders[n] ?? '', to, { recursive: true });
      aimAt(to, port, database);
    },
    close: async () => {
      await shared.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Lets a data folder find its record at another address. */
export function aimAt(folder: string, port: number, database: string): void {
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'));
  sqlite
    .prepare("UPDATE record_mirror SET url = ?, sign_in = 'none'")
    .run(`postgres://desk@127.0.0.1:${port}/${database}`);
  sqlite.close();
}

async function furnishDesks(url: string, folders: readonly string[]): Promise<void> {
  const desks: Desk[] = [];
  for (const [n, folder] of folders.entries()) {
    mkdirSync(folder, { mode: 0o700 });
    const desk = await openDesk(url, { isFirst: n === 0, folder });
    if (n === 0) await furnish(desk.store.database, { codes: CODES, rows: ROWS });
    desks.push(desk);
  }
  for (const desk of desks) {
    await desk.feed.look();
    await desk.close();
  }
}
