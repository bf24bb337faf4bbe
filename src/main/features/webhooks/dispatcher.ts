import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../../contract/errors/failure.ts';
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

/** Sends what is due, for the receivers whose secrets are known here and that no other running Keydesk sends for. */
export interface Dispatcher {
  /** Looks now and then, from now on. */
  start(): void;
  /** Resolves when nothing is due that this one can send. */
  drain(): Promise<void>;
  /** One message, now. @throws KeydeskError webhook-… */
  send(endpoint: Endpoint, event: StoredEvent): Promise<Answer>;
  /** Aborts what is on its way at once. The next Keydesk sends it again; receivers drop what they had by its id. */
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

/** How often the dispatcher looks at the database: other processes publish events too. In ms. */
const POLL = 500;
/** A delivery that is late by more than this, in ms, was late because the computer slept or Keydesk did not run. */
const SLEPT = LONGEST_WAIT;
/** Messages to one receiver at once. */
const LANES = 8;
/** Maximum number of due deliveries in one read. */
const BATCH = 100;

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { endpoints, log } = parts;
  const stop = new AbortController();
  const { send, work } = createWorker(parts, stop.signal);
  const working = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  /** Works for each receiver, side by side. Skips a receiver whose work is still running. */
  const look = async () => {
    for (const endpoint of await endpoints.all()) {
      const { id, state } = endpoint;
      if (state !== 'active' || working.has(id)) continue;
      const done = work(endpoint)
        .catch(error => {
          // A newer Keydesk has taken over the data folder, and sends what is due.
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
      // What ran before may have begun before the last event: once more when it is done.
      await Promise.all(working.values());
      await look();
      await Promise.all(working.values());
    },
    send,
    close: async () => {
      clearTimeout(timer);
      stop.abort();
      await Promise.all(working.values());
      // A newer Keydesk that has taken over the data folder checks whether the owner is alive.
      await endpoints.release().catch(error => {
        if (!hasCode(error, 'database-newer')) throw error;
      });
    },
  };
}

/** Does the work for one receiver: fills its outbox and sends what is due. */
function createWorker(parts: DispatcherParts, stopped: AbortSignal) {
  const { endpoints, outbox, secrets, poster, clock, log } = parts;
  const unwritten = createUnwritten();
  /** Receivers that have just answered that they are gone: deliveries that were read before are not sent. */
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
      // Several messages may be on their way when the first answer comes: one change, one entry.
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
 * Returns when a failed delivery is due again, and from when on the receiver's patience is counted, in ms. `nextAt` is undefined if the
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
  // What a receiver refuses because it is gone waits until the webhook is enabled again, and so does everything behind it.
  if (error.code === 'webhook-gone') return { firstAt, nextAt: now };
  const { retryAfter } = error.params;
  const wait = typeof retryAfter === 'number' ? retryAfter : undefined;
  return { firstAt, nextAt: backOff({ attempts: attempts + 1, firstAt, now, retryAfter: wait }) };
}
