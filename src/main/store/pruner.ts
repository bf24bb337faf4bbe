import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** Forgets what nobody needs any more, a little at a time. */
export interface Pruner {
  /** Goes through what is due, in batches with rests in between, now and then from now on. */
  start(): void;
  /** Everything that is due, now. */
  run(): Promise<void>;
  /** After a last batch: commands run for a moment, and nobody waits for anything any more at their end. */
  close(): Promise<void>;
}

export interface PrunerParts {
  database: Kysely<Schema>;
  clock?: () => number;
  log: (message: string) => void;
}

const DAY = 24 * 3600_000;
/** What was delivered is listed for so long, in ms. */
const DELIVERED = 30 * DAY;
/** Events that everybody has handled stay for so long, in ms. */
const HANDLED = 90 * DAY;

/** Rows in one transaction: nobody waits more than some milliseconds for it. */
const BATCH = 200;
/** Between two batches, in ms. */
const REST = 100;
/** A start has better things to do; and so has a busy desk. In ms. */
const FIRST = 60_000;
const EVERY = 3600_000;

export function createPruner({ database, clock = Date.now, log }: PrunerParts): Pruner {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  /** False where nothing is left. */
  const batch = async (): Promise<boolean> => {
    const delivered = await pruneDeliveries(database, clock() - DELIVERED);
    const handled = await pruneEvents(database, new Date(clock() - HANDLED).toISOString());
    return delivered || handled;
  };
  const run = async (rest: number) => {
    while (!stop.signal.aborted && (await batch())) {
      // Aborted by the end, which the loop looks at next.
      await delay(rest, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const later = (wait: number) => {
    timer = setTimeout(() => {
      running = run(REST)
        .catch(error => log(`pruning: ${String(error)}`))
        .finally(() => stop.signal.aborted || later(EVERY));
    }, wait).unref();
  };

  return {
    start: () => later(FIRST),
    run: () => run(0),
    close: async () => {
      clearTimeout(timer);
      stop.abort();
      await running;
      await batch().catch(error => log(`pruning: ${String(error)}`));
    },
  };
}

/** What waits or is a dead letter is not over: it may be sent yet. True where there may be more. */
function pruneDeliveries(database: Kysely<Schema>, before: number): Promise<boolean> {
  const due = sql`SELECT n FROM webhook_delivery WHERE state = 'delivered' AND done_at < ${before}
      ORDER BY done_at LIMIT ${BATCH}`;
  return forget(database, sql`webhook_delivery WHERE n`, due);
}

/**
 * Events that workflows and all active webhooks are past, and that no delivery needs. Which users were announced is kept apart from
 * their events (`announced_user`). True where there may be more.
 */
function pruneEvents(database: Kysely<Schema>, before: string): Promise<boolean> {
  const due = sql`SELECT seq FROM event WHERE at < ${before}
        AND seq <= (SELECT seq FROM engine_place WHERE name =
          iif(type IN ('security-key.activated', 'passkey.registered', 'passkey.failed'), 'people', 'events'))
        AND seq <= (SELECT coalesce(min(place), 9e18) FROM webhook WHERE state = 'active')
        AND NOT EXISTS (SELECT 1 FROM webhook_delivery WHERE event_seq = event.seq)
      ORDER BY at LIMIT ${BATCH}`;
  return forget(database, sql`event WHERE seq`, due);
}

/** Where nothing is due nobody waits for the lock of a writer. */
async function forget(database: Kysely<Schema>, rows: RawBuilder<unknown>, due: RawBuilder<unknown>): Promise<boolean> {
  const { rows: found } = await sql`SELECT 1 WHERE EXISTS (${due})`.execute(database);
  if (found.length === 0) return false;
  const { numAffectedRows } = await sql`DELETE FROM ${rows} IN (${due})`.execute(database);
  return Number(numAffectedRows) === BATCH;
}
