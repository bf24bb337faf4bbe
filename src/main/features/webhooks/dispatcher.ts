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
import type { Sent } from './outboxSettle.ts';
import type { Answer, Poster } from './post.ts';
import type { Secrets } from './secrets.ts';
import { sendEvent } from './sendEvent.ts';
import type { Sender, Senders } from './senders.ts';
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
  senders: Senders;
  outbox: Outbox;
  secrets: Secrets;
  poster: Poster;
  backOff: BackOff;
  clock: () => number;
  /** As SendParts.now. */
  now: () => number;
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
/** How often a sender that has requests under way looks whether it still is the sender, in ms. */
const WATCH = 250;
/** Maximum number of due deliveries in one read. */
const BATCH = 100;

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { endpoints, senders, log } = parts;
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
      await senders.release().catch(error => {
        if (!hasCode(error, 'database-newer', ...recordErrorCodes)) throw error;
      });
    },
  };
}

/** Does the work for one receiver: fills its outbox and sends what is due. */
function createWorker(parts: DispatcherParts, stopped: AbortSignal) {
  const { endpoints, senders, outbox, secrets, poster, clock, now: signedAt, log } = parts;
  const unwritten = createUnwritten();
  /** Receivers that have just answered with 410 Gone. Deliveries that were read before are not sent. */
  const left = new Set<string>();
  const sendUntil = (signal: AbortSignal, endpoint: Endpoint, event: StoredEvent) =>
    sendEvent({ secrets, poster, clock, now: signedAt, signal }, endpoint, event);

  /** Writes the result of an attempt, now or later. If somebody else has become the sender by then, the result counts no more. */
  const settle = (sender: Sender, { n }: DueDelivery, work: (sent: Sent) => Promise<void>) =>
    unwritten.write(sender.webhookId, n, async () => {
      const present = senders.present(sender);
      if (present !== undefined) await work({ n, sender: present });
    });

  const failed = async (endpoint: Endpoint, delivery: DueDelivery, { sender, thrown }: Failed) => {
    const error = thrown instanceof KeydeskError ? thrown : new KeydeskError('internal', {}, { cause: thrown });
    const isGone = error.code === 'webhook-gone';
    const now = clock();
    const { firstAt, nextAt } = nextAttempt(parts.backOff, delivery, error, now);
    if (isGone) left.add(endpoint.id);
    await settle(sender, delivery, async sent => {
      // Several requests may be running when the first 410 arrives: only one change and one entry.
      if (isGone && (await endpoints.gone(endpoint.id))) parts.onGone(endpoint);
      const isNews = await outbox.failed(sent, toFailure(error), now, nextAt, firstAt);
      if (isNews && nextAt === undefined) parts.onGivenUp(endpoint, delivery, error);
    });
  };

  const attempt = async (endpoint: Endpoint, delivery: DueDelivery, { sender, signal }: Sending) => {
    try {
      await sendUntil(signal, endpoint, delivery.event);
    } catch (thrown) {
      if (signal.aborted && hasCode(thrown, 'cancelled')) return;
      if (hasCode(thrown, 'webhook-secret-missing')) throw thrown;
      return failed(endpoint, delivery, { sender, thrown });
    }
    await settle(sender, delivery, async sent => void (await outbox.delivered(sent, clock())));
  };

  const sendDue = async (id: string, sending: Sending) => {
    left.delete(id);
    let endpoint = await endpoints.get(id);
    const read = async () => {
      endpoint = await endpoints.get(id);
      const due = endpoint.state === 'active' ? await outbox.due(id, clock(), BATCH) : [];
      return due.filter(({ n }) => !unwritten.has(n));
    };
    const isOver = () => sending.signal.aborted || !senders.isStill(sending.sender);
    await runLanes(
      {
        read,
        handle: delivery => attempt(endpoint, delivery, sending),
        stopped: () => isOver() || left.has(id),
        log: error => log(`webhooks: ${String(error)}`),
      },
      LANES,
    );
  };

  const work = async (found: Endpoint) => {
    const { id } = found;
    if (senders.isAnothers(found)) return unwritten.drop(id);
    // What this Keydesk sent counts only if nobody else has become the sender since.
    if (unwritten.any(id) && (await senders.claim(found)) === undefined) return;
    await unwritten.retry(id);
    await outbox.recall(id, clock());
    while (!stopped.aborted && (await outbox.fill(id, clock())));
    const endpoint = await endpoints.get(id);
    if (endpoint.state !== 'active' || (await outbox.due(id, clock(), 1)).length === 0) return;
    if ((await secrets.live(id, clock())).length === 0) return senders.letGo(endpoint);
    const sender = await senders.claim(endpoint);
    if (sender !== undefined) await whileSender(senders, sender, stopped, sending => sendDue(id, sending));
  };
  return { send: (endpoint: Endpoint, event: StoredEvent) => sendUntil(stopped, endpoint, event), work };
}

/** An attempt that failed. */
interface Failed {
  readonly sender: Sender;
  readonly thrown: unknown;
}

/** A sender at work. The signal aborts when it ends, or may not send any more. */
interface Sending {
  readonly sender: Sender;
  readonly signal: AbortSignal;
}

/** Runs `work`, and aborts its requests when others may take over: two desks never send at the same time. */
async function whileSender(
  senders: Senders,
  sender: Sender,
  stopped: AbortSignal,
  work: (sending: Sending) => Promise<void>,
): Promise<void> {
  const lost = new AbortController();
  const watch = setInterval(() => senders.isStill(sender) || lost.abort(), WATCH).unref();
  try {
    await work({ sender, signal: AbortSignal.any([stopped, lost.signal]) });
  } finally {
    clearInterval(watch);
  }
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
