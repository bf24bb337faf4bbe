import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Postgres } from '../postgres.ts';
import { startTcpProxy } from '../tcpProxy.ts';
import { GROUND, MEMORY, type OpenGround } from './ground.ts';
import type { Plan } from './plan.ts';
import { mountDisk } from './smallDisk.ts';

/** The disk of a server, in bytes. Its data takes about half of it. */
const ROOM = 120 * 1024 * 1024;

/** The server of one history, and what happens to it. */
export interface HistoryServer {
  readonly port: number;
  readonly database: string;
  /** Called before each step of the first desk. */
  before(step: number): Promise<void>;
  /** What the kind is about. Returns the port at which the record is afterwards. */
  event(): Promise<number>;
  /** Ends everything that was meant to pass. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function openServer(plan: Plan, ground: OpenGround): Promise<HistoryServer> {
  if (plan.kind === 'server') return restarted(ground);
  if (plan.kind === 'replica') return promoted(ground, false);
  if (plan.kind === 'lossy') return promoted(ground, true);
  if (plan.kind === 'serverDisk') return withoutRoom(ground, plan.free);
  return sharedServer(plan.seed, ground);
}

/** The server of all histories, with a database of this one. */
export async function sharedServer(seed: number, ground: OpenGround): Promise<HistoryServer> {
  const database = await ground.database(seed);
  const { port } = ground;
  return {
    port,
    database,
    before: async () => undefined,
    event: async () => port,
    mend: async () => undefined,
    close: () => ground.drop(database),
  };
}

/** A server that stops at once, and starts again. */
export async function restarted(ground: OpenGround): Promise<HistoryServer> {
  const server = await ground.server();
  return {
    port: server.port,
    database: GROUND,
    before: async () => undefined,
    event: async () => {
      await server.kill();
      await sleep(100);
      await server.start();
      return server.port;
    },
    mend: async () => undefined,
    close: server.close,
  };
}

/** A server whose disk becomes full. It may stop because of that. */
async function withoutRoom(ground: OpenGround, free: number): Promise<HistoryServer> {
  // The server's account must reach it.
  const folder = mkdtempSync(join(MEMORY, 'keydesk-disk-'));
  const disk = mountDisk(folder, ROOM);
  const server = await ground.server({ min_wal_size: '2MB' }, { folder }).catch(error => {
    disk.close();
    throw error;
  });
  return {
    port: server.port,
    database: GROUND,
    before: async () => undefined,
    event: async () => {
      disk.fill(free);
      return server.port;
    },
    mend: async () => {
      disk.empty();
      for (let tries = 0; tries < 100; tries++) {
        if (await server.query('postgres', 'SELECT 1').catch(() => undefined)) return;
        await sleep(100);
      }
      // A server that could not write its log has ended.
      await server.kill();
      await server.start();
    },
    close: async () => {
      await server.close().catch(() => undefined);
      disk.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A server with a replica, which takes its place. @param isLossy whether the replica lacks the last transactions */
async function promoted(ground: OpenGround, isLossy: boolean): Promise<HistoryServer> {
  const replicating = { wal_level: 'replica', wal_keep_size: '64MB', hot_standby: 'on' };
  const primary = await ground.server({
    ...replicating,
    ...(isLossy ? {} : { synchronous_standby_names: '*', synchronous_commit: 'on' }),
  });
  const way = await startTcpProxy(primary.port);
  const replica = await ground.server(replicating, { primary: way.port });
  let present: Postgres = primary;
  await sent(primary);
  return {
    get port() {
      return present.port;
    },
    database: GROUND,
    before: async step => {
      // From here on, the replica gets nothing.
      if (isLossy && step === 1) {
        await sent(primary);
        way.cut();
      }
    },
    event: async () => {
      await primary.kill();
      await replica.query('postgres', 'SELECT pg_promote()');
      present = replica;
      return replica.port;
    },
    mend: async () => undefined,
    close: async () => {
      await replica.close();
      await way.close();
      await primary.close();
    },
  };
}

/** Waits until the replica has everything that the primary server has written. */
async function sent(primary: Postgres): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const [row] = await primary.query<{ up: boolean }>(
      'postgres',
      'SELECT coalesce(bool_and(replay_lsn >= pg_current_wal_lsn()), false) AS up FROM pg_stat_replication',
    );
    if (row?.up === true) return;
    await sleep(20);
  }
  throw new Error('the replica does not follow');
}
