import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../../contract/errors/failure.ts';
import { recordErrorCodes } from '../../../contract/record/errors.ts';
import { type BackOff, LONGEST_WAIT } from './backOff.ts';
import type { Endpoint } from './endpoint.ts';
import type { Endpoints } from './endpoints.ts';
import { runLanes } from './lanes.ts';
import type { StoredEvent } from './message.ts';
import type { Outbox } from './outbox.ts';
import type { DueDelivery } from './outboxFill.ts';
import type { Answer, Poster } from './post.ts';
import type { Secrets } from './secrets.ts';
import { sendEvent } from './sendEvent.ts';
import { createUnwritten } from './unwritten.ts';

/** Sends due deliveries, for the receivers whose secrets are known here and that no other running Keydesk sends for. */
export interface Dispatcher {
  /** Starts to poll the database. */
  start(): void;
  /** Resolves when no due delivery is left that this dispatcher can send. */
  drain(): Promise<void>;
  /** Sends one message now. @throws KeydeskError webhook-… */
  send(endpoint: Endpoint, event: StoredEvent): Promise<Answer>;
  /** Aborts running requests at once. The next Keydesk sends them again; receivers ignore duplicates by id. */
  close(): Promise<void>;
}

export interface DispatcherParts {
  endpoints: Endpoints;
  outbox: Outbox;
  secrets: Secrets;
  poster: Poster;
  backOff: BackOff;
  clock: () => number;
  log: (message: string) => void;
  onGone(endpoint: Endpoint): void;
  onGivenUp(endpoint: Endpoint, delivery: DueDelivery, error: KeydeskError): void;
}

/** Poll interval in ms. The dispatcher polls because other processes publish events too. */
const POLL = 500;
/** A delivery that is late by more than this, in ms, is late because the computer slept or Keydesk did not run. */
const SLEPT = LONGEST_WAIT;
/** Maximum number of parallel requests to one receiver. */
const LANES = 8;
/** Maximum number of due deliveries in one read. */
const BATCH = 100;

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { endpoints, log } = parts;
  const stop = new AbortController();
  const { send, work } = createWorker(parts, stop.signal);
  const working = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  /** Starts the work for each receiver, in parallel. Skips a receiver whose work is still running. */
  const look = async () => {
    for (const endpoint of await endpoints.all()) {
      const { id, state } = endpoint;
      if (state !== 'active' || working.has(id)) continue;
      const done = work(endpoint)
        .catch(error => {
          // A newer Keydesk has taken over the data folder, and sends the due deliveries.
          if (hasCode(error, 'database-newer')) stop.abort();
          else if (!hasCode(error, 'webhook-not-found')) log(`webhooks: ${String(error)}`);
        })
        .finally(() => working.delete(id));
      working.set(id, done);
    }
  };
  const poll = () => {
    timer = setTimeout(() => {
      look()
        .catch(error => log(`webhooks: ${String(error)}`))
        .finally(() => stop.signal.aborted || poll());
    }, POLL).unref();
  };

  return {
    start: poll,
    drain: async () => {
      // The running work may have started before the last event, so run once more afterwards.
      await Promise.all(working.values());
      await look();
      await Promise.all(working.values());
    },
    send,
    close: async () => {
      clearTimeout(timer);
      stop.abort();
      await Promise.all(working.values());
      // If this fails, a newer Keydesk that has taken over the data folder checks whether the owner is still running. Other desks of the record see that this one is gone.
      await endpoints.release().catch(error => {
        if (!hasCode(error, 'database-newer', ...recordErrorCodes)) throw error;
      });
    },
  };
}

/** Does the work for one receiver: fills its outbox and sends what is due. */
function createWorker(parts: DispatcherParts, stopped: AbortSignal) {
  const { endpoints, outbox, secrets, poster, clock, log } = parts;
  const unwritten = createUnwritten();
  /** Receivers that have just answered with 410 Gone. Deliveries that were read before are not sent. */
  const left = new Set<string>();
  const send: Dispatcher['send'] = (endpoint, event) =>
    sendEvent({ secrets, poster, clock, signal: stopped }, endpoint, event);

  const failed = async (endpoint: Endpoint, delivery: DueDelivery, thrown: unknown) => {
    const error = thrown instanceof KeydeskError ? thrown : new KeydeskError('internal', {}, { cause: thrown });
    const isGone = error.code === 'webhook-gone';
    const now = clock();
    const { firstAt, nextAt } = nextAttempt(parts.backOff, delivery, error, now);
    if (isGone) left.add(endpoint.id);
    await unwritten.write(endpoint.id, delivery.n, async () => {
      // Several requests may be running when the first 410 arrives: only one change and one entry.
      if (isGone && (await endpoints.gone(endpoint.id))) parts.onGone(endpoint);
      const isNews = await outbox.failed(delivery.n, toFailure(error), now, nextAt, firstAt);
      if (isNews && nextAt === undefined) parts.onGivenUp(endpoint, delivery, error);
    });
  };

  const attempt = async (endpoint: Endpoint, delivery: DueDelivery) => {
    try {
      await send(endpoint, delivery.event);
    } catch (error) {
      if (stopped.aborted && hasCode(error, 'cancelled')) return;
      if (hasCode(error, 'webhook-secret-missing')) throw error;
      return failed(endpoint, delivery, error);
    }
    await unwritten.write(endpoint.id, delivery.n, async () => void (await outbox.delivered(delivery.n, clock())));
  };

  const sendDue = async (id: string) => {
    left.delete(id);
    let endpoint = await endpoints.get(id);
    const read = async () => {
      endpoint = await endpoints.get(id);
      const due = endpoint.state === 'active' ? await outbox.due(id, clock(), BATCH) : [];
      return due.filter(({ n }) => !unwritten.has(n));
    };
    await runLanes(
      {
        read,
        handle: delivery => attempt(endpoint, delivery),
        stopped: () => stopped.aborted || left.has(id),
        log: error => log(`webhooks: ${String(error)}`),
      },
      LANES,
    );
  };

  const work = async ({ id }: Endpoint) => {
    await unwritten.retry(id);
    await outbox.recall(id, clock());
    while (!stopped.aborted && (await outbox.fill(id, clock())));
    const endpoint = await endpoints.get(id);
    if (endpoint.state !== 'active' || (await outbox.due(id, clock(), 1)).length === 0) return;
    if ((await secrets.live(id, clock())).length === 0 || !(await endpoints.claim(endpoint))) return;
    await sendDue(id);
  };
  return { send, work };
}

/**
 * Returns when a failed delivery is due again, and the start of the time for which it is retried, in ms. `nextAt` is undefined if the
 * delivery is given up.
 */
function nextAttempt(
  backOff: BackOff,
  { attempts, firstAt: first, dueAt }: DueDelivery,
  error: KeydeskError,
  now: number,
): { firstAt: number; nextAt: number | undefined } {
  const late = now - dueAt;
  const firstAt = first === null ? now : first + (late > SLEPT ? late : 0);
  // A delivery to a receiver that is gone, and all deliveries after it, wait until the webhook is enabled again.
  if (error.code === 'webhook-gone') return { firstAt, nextAt: now };
  const { retryAfter } = error.params;
  const wait = typeof retryAfter === 'number' ? retryAfter : undefined;
  return { firstAt, nextAt: backOff({ attempts: attempts + 1, firstAt, now, retryAfter: wait }) };
}
