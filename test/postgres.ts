import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './freePort.ts';

const ROOT = '/usr/lib/postgresql';
const newest = existsSync(ROOT) ? readdirSync(ROOT).toSorted((a, b) => Number(b) - Number(a))[0] : undefined;
/** Returns the path of a program of PostgreSQL. */
export const program = (name: string) => join(ROOT, newest ?? '', 'bin', name);
const bin = program;

/** Why the tests of the shared record cannot run here; null if they can. */
export const noPostgres = newest !== undefined && existsSync(bin('postgres')) ? null : 'postgresql is missing';

/** The password of the roles of the tests. */
export const PASSWORD = 'a password of the tests';

/** A PostgreSQL server of its own, on this computer. */
export interface Postgres {
  readonly port: number;
  readonly folder: string;
  /** Creates an empty database, and a role `desk` that owns it. Returns its address. */
  database(name: string): Promise<string>;
  /** Runs statements as the administrator of the server. */
  query<T extends pg.QueryResultRow>(database: string, sql: string): Promise<T[]>;
  /** Runs statements as another role. */
  queryAs<T extends pg.QueryResultRow>(user: string, database: string, sql: string): Promise<T[]>;
  /** Ends the server at once, as a power cut would. */
  kill(): Promise<void>;
  /** Stops the server in good order. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Lets this process sign in to the server, also through a proxy, as libpq does: by the password file. */
function allowPassword(folder: string): void {
  const file = join(folder, 'passwords');
  writeFileSync(file, `127.0.0.1:*:*:*:${PASSWORD}\n`, { mode: 0o600 });
  process.env.PGPASSFILE = file;
}

/** The server refuses to run as root. */
function account(): { uid?: number; gid?: number } {
  if (userInfo().uid !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** What a server begins with, instead of nothing. */
export interface Beginning {
  /** The folder `data` of a server that was stopped. It is copied. */
  readonly data?: string;
  /** The port of the primary server whose replica the server is. Both begin with the same data. */
  readonly primary?: number;
  /** The folder in which the server keeps everything, such as a small disk. Default: a new one. */
  readonly folder?: string;
}

export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  { data: from, primary, folder = mkdtempSync(join(tmpdir(), 'keydesk-pg-')) }: Beginning = {},
): Promise<Postgres> {
  chmodSync(folder, 0o755);
  const owner = account();
  const data = join(folder, 'data');
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
  if (from === undefined) initialize(data, folder, owner);
  else copyData(from, data);
  if (primary !== undefined) {
    const conninfo = `host=127.0.0.1 port=${primary} user=postgres password='${PASSWORD}'`;
    writeFileSync(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo.replaceAll("'", "''")}'\n`);
    writeFileSync(join(data, 'standby.signal'), '');
  }
  const port = await freePort();
  const options = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: 'off',
    ...settings,
  };
  const server: { process: ReturnType<typeof spawn> | undefined; ended: Promise<unknown> } = {
    process: undefined,
    ended: Promise.resolve(),
  };
  const start = async () => {
    const args = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(bin('postgres'), ['-D', data, ...args], { ...owner, stdio: 'ignore', detached: true });
    server.process = child;
    server.ended = new Promise(resolve => child.on('close', resolve));
    for (let tries = 0; ; tries++) {
      try {
        return void (await query('postgres', 'SELECT 1'));
      } catch (error) {
        if (tries > 200 || child.exitCode !== null) throw error;
      }
      await sleep(50);
    }
  };
  const query = <T extends pg.QueryResultRow>(database: string, sql: string) => queryAs<T>('postgres', database, sql);
  const queryAs = async <T extends pg.QueryResultRow>(user: string, database: string, sql: string): Promise<T[]> => {
    const client = new pg.Client({ host: '127.0.0.1', port, database, user, password: PASSWORD });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    // SIGKILL must reach the server's processes too, or they would keep the folder.
    if (signal === 'SIGKILL' && server.process?.pid !== undefined) process.kill(-server.process.pid, signal);
    else server.process?.kill(signal);
    await server.ended;
  };
  await start();
  if (from === undefined) {
    allowPassword(folder);
    await query('postgres', `CREATE ROLE desk LOGIN PASSWORD '${PASSWORD}'`);
  }
  return {
    port,
    folder,
    query,
    queryAs,
    database: async name => {
      await query('postgres', `CREATE DATABASE "${name}" OWNER desk`);
      return `postgres://desk@127.0.0.1:${port}/${name}`;
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGINT'),
    start,
    close: async () => {
      // SIGINT: ends connections and stops.
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function initialize(data: string, folder: string, owner: { uid?: number; gid?: number }): void {
  const passwords = join(folder, 'password');
  writeFileSync(passwords, `${PASSWORD}\n`, { mode: 0o644 });
  const how = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwords}`, '-E', 'UTF8', '--locale=C.UTF-8'];
  // Small files of the log: a copy of the server's data takes a moment only.
  const made = spawnSync(bin('initdb'), ['-D', data, ...how, '--no-sync', '--wal-segsize=1'], {
    ...owner,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
}

/** Copies the data of a stopped server. */
export function copyData(from: string, to: string): void {
  // Owners and modes count for the server. Node's own copy does not keep owners.
  if (process.platform === 'win32') return cpSync(from, to, { recursive: true });
  execFileSync('cp', ['-a', from, to]);
}
