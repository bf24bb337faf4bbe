import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hostOf, parseTarget } from './address.ts';
import type { Endpoint } from './endpoint.ts';
import { cloudEvent, type StoredEvent, signedHeaders } from './message.ts';
import type { Answer, Poster } from './post.ts';
import type { Secrets } from './secrets.ts';

export interface SendParts {
  readonly secrets: Pick<Secrets, 'live'>;
  readonly poster: Poster;
  readonly clock: () => number;
  /** The time of signatures, in ms since the epoch. `clock` never goes back, so it may be ahead, and receivers refuse such a signature. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/**
 * Signs an event and sends it to a receiver, once.
 * @throws KeydeskError webhook-secret-missing, webhook-gone, webhook-redirected, webhook-refused, webhook-…
 */
export async function sendEvent(
  { secrets, poster, clock, now, signal }: SendParts,
  endpoint: Endpoint,
  event: StoredEvent,
): Promise<Answer> {
  const live = await secrets.live(endpoint.id, clock());
  if (live.length === 0) throw new KeydeskError('webhook-secret-missing', { id: endpoint.id });
  const target = parseTarget(endpoint.url, endpoint.privateHost);
  const body = cloudEvent(event, endpoint.fields);
  // Receivers refuse old signatures, so each attempt is signed again.
  const answer = await poster.post(target, signedHeaders(event.id, body, live, new Date(now())), body, signal);
  const { status } = answer;
  const params = { host: hostOf(target.url), status };
  if (status === 410) throw new KeydeskError('webhook-gone', params);
  if (status >= 300 && status < 400) throw new KeydeskError('webhook-redirected', params);
  if (status < 200 || status > 299) {
    throw new KeydeskError('webhook-refused', { ...params, retryAfter: answer.retryAfter ?? null });
  }
  return answer;
}
