import { chmodSync, chownSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Postgres } from './postgres.ts';

/** What a test changes at its PostgreSQL server while it runs. */
export interface ServerChange {
  /** Lines of pg_hba.conf, after the one of the administrator. */
  readonly hba?: readonly string[];
  /** Files of the data folder, which only the server can read. */
  readonly files?: Readonly<Record<string, string>>;
  /** Settings that need no restart. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Changes settings and files of a server, and waits until it has read them. */
export async function changeServer(
  postgres: Postgres,
  { hba = [], files = {}, settings = {} }: ServerChange,
): Promise<void> {
  const data = join(postgres.folder, 'data');
  const { uid, gid } = statSync(data);
  const write = (name: string, text: string) => {
    const file = join(data, name);
    writeFileSync(file, text);
    chmodSync(file, 0o600);
    chownSync(file, uid, gid);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const admin = ['all', 'replication'].map(database => `host ${database} postgres 127.0.0.1/32 scram-sha-256`);
  if (hba.length > 0) write('pg_hba.conf', `${[...admin, ...hba].join('\n')}\n`);
  for (const [name, value] of Object.entries(settings)) {
    await postgres.query('postgres', `ALTER SYSTEM SET ${name} = '${value}'`);
  }
  const loaded = async () => {
    const [row] = await postgres.query<{ at: Date }>('postgres', 'SELECT pg_conf_load_time() AS at');
    return row?.at.getTime();
  };
  const before = await loaded();
  await postgres.query('postgres', 'SELECT pg_reload_conf()');
  while ((await loaded()) === before) await sleep(20);
}
