import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { toFailure } from '../../../../src/contract/errors/failure.ts';
import type { Transaction } from '../../../../src/main/base/store/transactions.ts';
import { startTcpProxy, type TcpProxy } from '../../../tcpProxy.ts';
import { type Desk, openDesk } from './desks.ts';

/** One operation of a desk, and what the desk was told. */
export interface Operation {
  readonly id: string;
  readonly desk: number;
  readonly user: string;
  end: 'open' | 'done' | 'refused' | 'unknown';
}

/** A random history of several desks, with faults. The checker (checkHistory.ts) knows nothing of how it came about. */
export interface History {
  readonly operations: readonly Operation[];
  readonly folders: readonly string[];
  close(): Promise<void>;
}

export interface HistoryOptions {
  readonly url: string;
  readonly port: number;
  readonly seed: number;
  readonly desks: number;
  /** Operations of each desk. */
  readonly operations: number;
}

const USERS = 4;
/** Ends a desk after the record's commit and before its own, as SIGKILL would. */
class Killed extends Error {}

/** Returns numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export async function runHistory({
  url,
  port,
  seed,
  desks: count,
  operations: each,
}: HistoryOptions): Promise<History> {
  const random = randomFrom(seed);
  const operations: Operation[] = [];
  const folders = Array.from({ length: count }, () => mkdtempSync(join(tmpdir(), 'keydesk-history-')));
  const proxies = await Promise.all(folders.map(() => startTcpProxy(port)));
  const through = (n: number) => url.replace(`:${port}/`, `:${proxies[n]?.port}/`);
  const open = (n: number, isFirst = false) => openDesk(through(n), { isFirst, folder: folders[n] ?? '' });
  // One after the other: the first one makes the record.
  const desks: Desk[] = [];
  for (const n of folders.keys()) desks.push(await open(n, n === 0));

  const work = async (n: number) => {
    for (let i = 0; i < each; i++) {
      const operation: Operation = {
        id: randomUUID(),
        desk: n,
        user: `user${Math.floor(random() * USERS)}`,
        end: 'open',
      };
      operations.push(operation);
      const fault = inject(proxies[n], random);
      const isKilled = await attempt(desks[n], operation, fault === 'kill');
      if (!isKilled && random() > 0.05) continue;
      proxies[n]?.mend();
      await desks[n]?.close().catch(() => undefined);
      desks[n] = await open(n);
    }
  };
  await Promise.all(folders.map((_, n) => work(n)));
  for (const proxy of proxies) {
    proxy.cutAt('to-server', Number.POSITIVE_INFINITY);
    proxy.cutAt('to-client', Number.POSITIVE_INFINITY);
    proxy.mend();
  }
  for (const desk of desks) await caughtUp(desk);
  for (const desk of desks) await caughtUp(desk);
  return {
    operations,
    folders,
    close: async () => {
      for (const desk of desks) await desk.close();
      for (const proxy of proxies) await proxy.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function caughtUp(desk: Desk): Promise<void> {
  for (let tries = 0; ; tries++) {
    await desk.feed.look();
    if (desk.feed.sight.isReachable) return;
    if (tries > 100) throw new Error('the record stays away');
    await sleep(20);
  }
}

/** Chooses what happens to the next operation. */
function inject(proxy: TcpProxy | undefined, random: () => number): 'kill' | undefined {
  const what = random();
  if (what < 0.12) proxy?.cutAt('to-server', 1 + Math.floor(random() * 6));
  else if (what < 0.24) proxy?.cutAt('to-client', 1 + Math.floor(random() * 6));
  else if (what < 0.28) {
    proxy?.cut();
    setTimeout(() => proxy?.mend(), 20 + random() * 200);
  } else if (what < 0.38) return 'kill';
  return undefined;
}

/** Returns whether the desk was killed. */
async function attempt(desk: Desk | undefined, operation: Operation, kill: boolean): Promise<boolean> {
  try {
    await desk?.store.database.write(async transaction => {
      await assign(transaction, operation);
      if (kill) desk.killAtCommit(new Killed());
    });
    operation.end = 'done';
    return false;
  } catch (error) {
    if (error instanceof Killed) {
      operation.end = 'unknown';
      return true;
    }
    operation.end = toFailure(error).code === 'record-unconfirmed' ? 'unknown' : 'refused';
    return false;
  }
}

/**
 * One transaction over shared tables and one of the desk alone: an event; a key for the user, live only if the user has none; and a document of the desk
 * with the id of the operation.
 */
async function assign(transaction: Transaction, { id, user }: Operation): Promise<void> {
  const at = new Date().toISOString();
  const live = await transaction
    .selectFrom('assignment')
    .select('id')
    .where('tenant', '=', 'tenant')
    .where('user_id', '=', user)
    .where('purpose', '=', 'primary')
    .where('state', 'in', ['pending', 'provisioning', 'active', 'failed'])
    .execute();
  await transaction
    .insertInto('event')
    .values({ id, type: 'history', at, tenant: 'tenant', user_id: user, user_principal_name: user, data: '{}' })
    .execute();
  await transaction
    .insertInto('assignment')
    .values({
      id,
      tenant: 'tenant',
      user_id: user,
      user_principal_name: user,
      display_name: user,
      purpose: live.length === 0 ? 'primary' : 'additional',
      state: 'pending',
      source: 'desk',
      reason: 'assigned',
      created_at: at,
      updated_at: at,
    })
    .execute();
  await transaction.insertInto('document').values({ tenant: 'tenant', name: id, json: '{}', fetched_at: at }).execute();
}
