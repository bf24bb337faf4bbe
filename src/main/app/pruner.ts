import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from '../base/store/schema.ts';
import { PROMPT_TYPES } from '../services/events/promptTypes.ts';

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
/** What waits for a webhook that is switched off, in ms: an active one never leaves anything waiting for so long. */
const WAITING = 90 * DAY;
/** Dead letters, in ms since they were given up. */
const DEAD = 365 * DAY;
/** Codes after their time, in ms. SECURITY: far longer than any limit of tries looks back. */
const EXPIRED = 90 * DAY;
/** Copies of what Entra answered, in ms. They can be had again. */
const KEPT = 365 * DAY;
/** Enrollments that left nothing behind, in ms. */
const CLEANED_UP = 365 * DAY;
/** Lost PINs of keys that nothing names, in ms: no page can show them, and the activity log has them. */
const LOST = 365 * DAY;
/** Runs of workflows that ended, in ms. */
const ENDED = 2 * 365 * DAY;

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
    let more = false;
    for (const prune of lives) more = (await prune(database, clock())) || more;
    return more;
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

type Prune = (database: Kysely<Schema>, now: number) => Promise<boolean>;

/** One for each life that docs/decisions/0046 gives to rows of a table. True where there may be more. */
const lives: readonly Prune[] = [
  pruneDelivered,
  pruneDead,
  pruneWaiting,
  (database, now) => pruneEvents(database, daysAgo(now, HANDLED)),
  pruneRuns,
  pruneCodes,
  pruneLostPins,
  pruneJournal,
  pruneDocuments,
  prunePasskeyLists,
];

function daysAgo(now: number, age: number): string {
  return new Date(now - age).toISOString();
}

function pruneDelivered(database: Kysely<Schema>, now: number): Promise<boolean> {
  const due = sql`SELECT n FROM webhook_delivery WHERE state = 'delivered' AND done_at < ${now - DELIVERED}
      ORDER BY done_at LIMIT ${BATCH}`;
  return forget(database, sql`webhook_delivery WHERE n`, due);
}

function pruneDead(database: Kysely<Schema>, now: number): Promise<boolean> {
  const due = sql`SELECT n FROM webhook_delivery WHERE state = 'dead' AND done_at < ${now - DEAD}
      ORDER BY done_at LIMIT ${BATCH}`;
  return forget(database, sql`webhook_delivery WHERE n`, due);
}

/**
 * The one of a user's that has the time goes last: whatever is left when the webhook is switched on again is sent in order. `+` keeps
 * SQLite to the index by time.
 */
function pruneWaiting(database: Kysely<Schema>, now: number): Promise<boolean> {
  const due = sql`SELECT n FROM webhook_delivery d WHERE state = 'waiting' AND queued_at < ${now - WAITING}
        AND +webhook_id IN (SELECT id FROM webhook WHERE state <> 'active')
        AND (next_at IS NULL OR NOT EXISTS (SELECT 1 FROM webhook_delivery o WHERE o.webhook_id = d.webhook_id
          AND o.user_id = d.user_id AND o.state = 'waiting' AND o.n <> d.n))
      ORDER BY queued_at LIMIT ${BATCH}`;
  return forget(database, sql`webhook_delivery WHERE n`, due);
}

/**
 * What a workflow assigned, retries, or shows to a person is not over. A pass that still goes through the users keeps its runs,
 * and no event is handled twice: the engine's place is past it.
 */
function pruneRuns(database: Kysely<Schema>, now: number): Promise<boolean> {
  const due = sql`SELECT n FROM workflow_run WHERE state IN ('registered', 'skipped')
        AND updated_at < ${daysAgo(now, ENDED)}
        AND occasion NOT IN (SELECT id FROM workflow_pass WHERE finished_at IS NULL)
      ORDER BY updated_at LIMIT ${BATCH}`;
  return forget(database, sql`workflow_run WHERE n`, due);
}

/** SECURITY: a code that is gone opens nothing, as one that was used, withdrawn or blocked. */
function pruneCodes(database: Kysely<Schema>, now: number): Promise<boolean> {
  const due = sql`SELECT id FROM activation_code WHERE expires_at < ${daysAgo(now, EXPIRED)}
      ORDER BY expires_at LIMIT ${BATCH}`;
  return forget(database, sql`activation_code WHERE id`, due);
}

function pruneLostPins(database: Kysely<Schema>, now: number): Promise<boolean> {
  const due = sql`SELECT enrollment_id FROM unseen_pin u WHERE lost_at < ${daysAgo(now, LOST)} AND key_identity IS NULL
        AND NOT EXISTS (SELECT 1 FROM journal j JOIN assignment a ON a.tenant = j.connection AND a.user_id = j.user_id
          AND a.enrollment_id = j.id WHERE j.id = u.enrollment_id AND a.state = 'active')
      LIMIT ${BATCH}`;
  return forget(database, sql`unseen_pin WHERE enrollment_id`, due);
}

/** An entry that an assignment or an unseen PIN names stays: by it a key is recognized, and the record of the PIN explained. */
function pruneJournal(database: Kysely<Schema>, now: number): Promise<boolean> {
  const due = sql`SELECT id FROM journal j WHERE state = 'cleaned-up' AND updated_at < ${daysAgo(now, CLEANED_UP)}
        AND NOT EXISTS (SELECT 1 FROM assignment WHERE tenant = j.connection AND user_id = j.user_id AND enrollment_id = j.id)
        AND NOT EXISTS (SELECT 1 FROM unseen_pin WHERE enrollment_id = j.id)
      ORDER BY updated_at LIMIT ${BATCH}`;
  return forget(database, sql`journal WHERE id`, due);
}

/** SECURITY: the mark of a station (settings/stationMark.ts), which belongs to no connection, never goes: it keeps the window locked. */
function pruneDocuments(database: Kysely<Schema>, now: number): Promise<boolean> {
  const due = sql`SELECT connection, name FROM document WHERE fetched_at < ${daysAgo(now, KEPT)} AND connection <> ''
      ORDER BY fetched_at LIMIT ${BATCH}`;
  return forget(database, sql`document WHERE (connection, name)`, due);
}

function prunePasskeyLists(database: Kysely<Schema>, now: number): Promise<boolean> {
  const due = sql`SELECT tenant, user_id FROM passkey_list WHERE fetched_at < ${daysAgo(now, KEPT)}
      ORDER BY fetched_at LIMIT ${BATCH}`;
  return forget(database, sql`passkey_list WHERE (tenant, user_id)`, due);
}

/**
 * Events that workflows and all active webhooks are past, and that no delivery needs. Which users were announced is kept apart from
 * their events (`announced_user`). True where there may be more. `+` keeps SQLite to the index by time.
 */
function pruneEvents(database: Kysely<Schema>, before: string): Promise<boolean> {
  const due = sql`SELECT seq FROM event WHERE at < ${before}
        AND +seq <= (SELECT seq FROM engine_place WHERE name =
          iif(type IN ${sql.raw(PROMPT_TYPES)}, 'people', 'events'))
        AND +seq <= (SELECT coalesce(min(place), 9e18) FROM webhook WHERE state = 'active')
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
