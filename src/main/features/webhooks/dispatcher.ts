import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../../contract/errors/failure.ts';
import { hostOf, parseTarget } from './address.ts';
import { type BackOff, LONGEST_WAIT } from './backOff.ts';
import type { Endpoint, Endpoints } from './endpoints.ts';
import { cloudEvent, type StoredEvent, signedHeaders } from './message.ts';
import type { DueDelivery, Outbox } from './outbox.ts';
import type { Answer, Poster } from './post.ts';
import type { Secrets } from './secrets.ts';

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

/** How often the store is looked at: events come from other processes too. In ms. */
const POLL = 500;
/** What comes later than this, in ms, was not sent because the computer slept or Keydesk did not run: no patience of the receiver's. */
const SLEPT = LONGEST_WAIT;
/** Messages to one receiver at once. */
const LANES = 8;
/** How many due ones are read together. */
const BATCH = 100;

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { endpoints, outbox, secrets, poster, clock, log } = parts;
  const stop = new AbortController();
  const working = new Map<string, Promise<void>>();
  /** Those that have just said that they are gone: what was read for them before is not sent. */
  const left = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const send: Dispatcher['send'] = async (endpoint, event) => {
    const live = await secrets.live(endpoint.id, clock());
    if (live.length === 0) throw new KeydeskError('webhook-secret-missing', { id: endpoint.id });
    const target = parseTarget(endpoint.url, endpoint.privateHost);
    const body = cloudEvent(event, endpoint.fields);
    // Receivers refuse what was signed long ago, so each attempt is signed anew.
    const answer = await poster.post(target, signedHeaders(event.id, body, live, new Date()), body, stop.signal);
    const { status } = answer;
    const params = { host: hostOf(target.url), status };
    if (status === 410) throw new KeydeskError('webhook-gone', params);
    if (status >= 300 && status < 400) throw new KeydeskError('webhook-redirected', params);
    if (status < 200 || status > 299) {
      throw new KeydeskError('webhook-refused', { ...params, retryAfter: answer.retryAfter ?? null });
    }
    return answer;
  };

  /** What was sent, or tried, and could not be written yet: it must not be sent again at each look. */
  const unwritten = new Map<number, { webhookId: string; work: () => Promise<void> }>();
  const write = async ({ id }: Endpoint, n: number, work: () => Promise<void>) => {
    unwritten.set(n, { webhookId: id, work });
    await work();
    unwritten.delete(n);
  };
  const writeUnwritten = async (id: string) => {
    for (const [n, { webhookId, work }] of unwritten) {
      if (webhookId !== id) continue;
      await work();
      unwritten.delete(n);
    }
  };

  const attempt = async (endpoint: Endpoint, delivery: DueDelivery) => {
    try {
      await send(endpoint, delivery.event);
    } catch (error) {
      if (stop.signal.aborted && hasCode(error, 'cancelled')) return;
      if (hasCode(error, 'webhook-secret-missing')) throw error;
      return failed(endpoint, delivery, error);
    }
    await write(endpoint, delivery.n, async () => void (await outbox.delivered(delivery.n, clock())));
  };

  const failed = async (endpoint: Endpoint, delivery: DueDelivery, thrown: unknown) => {
    const error = thrown instanceof KeydeskError ? thrown : new KeydeskError('internal', {}, { cause: thrown });
    const gone = error.code === 'webhook-gone';
    const now = clock();
    const late = now - delivery.dueAt;
    const firstAt = delivery.firstAt === null ? now : delivery.firstAt + (late > SLEPT ? late : 0);
    const { retryAfter } = error.params;
    // What a receiver refuses because it is gone waits until the webhook is switched on again, like all behind it.
    const nextAt = gone
      ? now
      : parts.backOff({
          attempts: delivery.attempts + 1,
          firstAt,
          now,
          retryAfter: typeof retryAfter === 'number' ? retryAfter : undefined,
        });
    if (gone) left.add(endpoint.id);
    await write(endpoint, delivery.n, async () => {
      // Several messages may be on their way when the first answer comes: one change, one entry.
      if (gone && (await endpoints.gone(endpoint.id))) parts.onGone(endpoint);
      const isNews = await outbox.failed(delivery.n, toFailure(error), now, nextAt, firstAt);
      if (isNews && nextAt === undefined) parts.onGivenUp(endpoint, delivery, error);
    });
  };

  /** Some lanes side by side, each taking the next one that is due, until none is. */
  const sendDue = async (id: string) => {
    left.delete(id);
    const onTheWay = new Set<number>();
    let queue: DueDelivery[] = [];
    let endpoint = await endpoints.get(id);
    let reading: Promise<void> | undefined;
    const read = async () => {
      endpoint = await endpoints.get(id);
      const due = endpoint.state === 'active' ? await outbox.due(id, clock(), BATCH) : [];
      queue = due.filter(({ n }) => !onTheWay.has(n) && !unwritten.has(n));
    };
    const take = async () => {
      if (queue.length === 0) {
        reading ??= read().finally(() => {
          reading = undefined;
        });
        await reading;
      }
      return stop.signal.aborted || left.has(id) ? undefined : queue.shift();
    };
    const lane = async () => {
      for (let delivery = await take(); delivery !== undefined; delivery = await take()) {
        onTheWay.add(delivery.n);
        try {
          await attempt(endpoint, delivery);
        } catch (error) {
          log(`webhooks: ${String(error)}`);
          // It is due again at once, and must not be tried for ever: the next look takes it up.
          return;
        } finally {
          onTheWay.delete(delivery.n);
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  };

  const work = async ({ id }: Endpoint) => {
    await writeUnwritten(id);
    await outbox.recall(id, clock());
    while (!stop.signal.aborted && (await outbox.fill(id, clock())));
    const endpoint = await endpoints.get(id);
    if (endpoint.state !== 'active' || (await outbox.due(id, clock(), 1)).length === 0) return;
    if ((await secrets.live(id, clock())).length === 0 || !(await endpoints.claim(endpoint))) return;
    await sendDue(id);
  };

  /** Everything there is to do, a receiver at a time; what is being done already is not begun again. */
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
      // A newer Keydesk that has taken over the data folder asks whether the owner lives.
      await endpoints.release().catch(error => {
        if (!hasCode(error, 'database-newer')) throw error;
      });
    },
  };
}
