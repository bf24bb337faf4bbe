import { setTimeout as delay } from 'node:timers/promises';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { hasCode } from '../../../../contract/errors/failure.ts';
import { type WaitListener, waitReasonOf } from '../../../services/graph/waits.ts';

/** Waits so many ms. Rejects when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export const realWait: Wait = (ms, signal) => delay(ms, undefined, { signal });

/** Receives a wait that begins, and null when the import goes on. */
export type TellWait = WaitListener;

const SECOND = 1000;
/** The report of registrations takes its requests in windows of this length, and does not say when to come again. */
const FIRST_WAIT = 10 * SECOND;
const LONGEST_GUESS = 2 * 60 * SECOND;
/** Nobody waits longer for one page, whatever Graph asks for. */
const LONGEST_WAIT = 60 * 60 * SECOND;
/** Waits for one page in all. */
const MOST_WAITS = 30;

/**
 * Reads a page of an import, waiting where Graph asks for a pause (429, or 503 with Retry-After): as long as it says, else
 * longer each time. An import is in no hurry, and what it has read would be read again.
 * @throws KeydeskError cancelled, graph-throttled after an hour, and what `read` throws
 */
export async function patiently<T>(
  read: () => Promise<T>,
  { signal, wait, tell }: { signal: AbortSignal; wait: Wait; tell: TellWait },
): Promise<T> {
  let waited = 0;
  for (let attempt = 0; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      const pause = pauseAfter(error, attempt);
      if (pause === undefined || attempt >= MOST_WAITS || waited + pause > LONGEST_WAIT) throw error;
      waited += pause;
      tell({ ms: pause, reason: waitReasonOf(error) });
      await wait(pause, signal).catch(cause => {
        throw new KeydeskError('cancelled', {}, { cause });
      });
      tell(null);
    }
  }
}

/** In ms; undefined for what does not pass by waiting. */
function pauseAfter(error: unknown, attempt: number): number | undefined {
  if (!hasCode(error, 'graph-throttled', 'graph-unavailable')) return undefined;
  const { retryAfter } = error.params;
  // Without a time a 5xx is no request to wait but a fault, and has been tried again already.
  if (typeof retryAfter === 'number') return Math.max(SECOND, retryAfter * SECOND);
  return hasCode(error, 'graph-throttled') ? Math.min(FIRST_WAIT * 2 ** attempt, LONGEST_GUESS) : undefined;
}
