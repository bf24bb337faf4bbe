import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './freePort.ts';
import { PASSWORD, type Postgres } from './postgres.ts';

const PROGRAM = '/usr/sbin/pgbouncer';

/** Why PgBouncer cannot run here; null if it can. */
export const noPgBouncer = existsSync(PROGRAM) ? null : 'pgbouncer is missing';

/** Starts PgBouncer in transaction mode in front of a server, with the role `desk`. */
export async function startPgBouncer(postgres: Postgres): Promise<{ port: number; close(): Promise<void> }> {
  const { uid, gid } = statSync(join(postgres.folder, 'data'));
  const folder = join(postgres.folder, `bouncer-${Date.now()}`);
  mkdirSync(folder, { mode: 0o700 });
  const port = await freePort();
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: join(folder, 'users.txt'),
    pool_mode: 'transaction',
    default_pool_size: 3,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(file, `[databases]\n* = host=127.0.0.1 port=${postgres.port}\n[pgbouncer]\n${lines.join('\n')}\n`);
  writeFileSync(settings.auth_file, `"desk" "${PASSWORD}"\n`);
  for (const path of [folder, file, settings.auth_file]) chownSync(path, uid, gid);
  const bouncer = spawn(PROGRAM, ['-q', file], { uid, gid, stdio: 'ignore' });
  const ended = new Promise(resolve => bouncer.on('close', resolve));
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ host: '127.0.0.1', port, database: 'postgres', user: 'desk', password: PASSWORD });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(50);
    }
  }
  return {
    port,
    close: async () => {
      bouncer.kill('SIGKILL');
      await ended;
    },
  };
}
