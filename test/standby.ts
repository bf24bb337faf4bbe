import { spawn, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './freePort.ts';
import { PASSWORD, type Postgres, program } from './postgres.ts';

/** A hot standby: a streaming replica that answers questions and changes nothing. */
export interface Standby {
  readonly port: number;
  /** Returns whether a database has arrived. */
  has(database: string): Promise<boolean>;
  close(): Promise<void>;
}

export async function startStandby(primary: Postgres): Promise<Standby> {
  const data = join(primary.folder, `standby-${Date.now()}`);
  const { uid, gid } = statSync(join(primary.folder, 'data'));
  const args = [
    '-h',
    '127.0.0.1',
    '-p',
    String(primary.port),
    '-U',
    'postgres',
    '-D',
    data,
    '-R',
    '-c',
    'fast',
    '--no-sync',
  ];
  const env = { ...process.env, PGPASSWORD: PASSWORD };
  const made = spawnSync(program('pg_basebackup'), args, { uid, gid, env, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`pg_basebackup: ${made.stderr}`);
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    hot_standby: 'on',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(program('postgres'), ['-D', data, ...options], { uid, gid, stdio: 'ignore' });
  const ended = new Promise(resolve => server.on('close', resolve));
  const ask = async (sql: string) => {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      database: 'postgres',
      password: PASSWORD,
    });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(sql);
    await client.end();
    return rows;
  };
  for (let tries = 0; ; tries++) {
    try {
      await ask('SELECT 1');
      break;
    } catch (error) {
      if (tries > 200) throw error;
      await sleep(50);
    }
  }
  return {
    port,
    has: async database => (await ask(`SELECT 1 FROM pg_database WHERE datname = '${database}'`)).length === 1,
    close: async () => {
      server.kill('SIGINT');
      await ended;
    },
  };
}
