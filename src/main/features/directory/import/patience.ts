import { setTimeout as delay } from 'node:timers/promises';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { hasCode } from '../../../../contract/errors/failure.ts';
import { type WaitListener, waitReasonOf } from '../../../services/graph/waits.ts';

/** Waits for a number of ms. Rejects when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export const realWait: Wait = (ms, signal) => delay(ms, undefined, { signal });

/** Called with a wait when it begins, and with null when the import continues. */
export type TellWait = WaitListener;

const SECOND = 1000;
/** The first wait in ms. The report of registrations limits requests per time window of this length, and sends no Retry-After. */
const FIRST_WAIT = 10 * SECOND;
const LONGEST_GUESS = 2 * 60 * SECOND;
/** Maximum total wait for one page in ms, whatever Graph asks for. */
const LONGEST_WAIT = 60 * 60 * SECOND;
/** Maximum number of waits for one page. */
const MOST_WAITS = 30;

/**
 * Reads a page of an import. If Graph asks for a pause (429, or 503 with Retry-After), waits as long as it says, or else longer each time.
 * An import is not urgent, and a failed one would read the same pages again.
 * @throws KeydeskError cancelled, graph-throttled after an hour, and any error of `read`
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

/** Returns the wait after an error in ms; undefined if waiting does not help. */
function pauseAfter(error: unknown, attempt: number): number | undefined {
  if (!hasCode(error, 'graph-throttled', 'graph-unavailable')) return undefined;
  const { retryAfter } = error.params;
  // A 5xx without Retry-After is a fault, not a request to wait, and has been retried already.
  if (typeof retryAfter === 'number') return Math.max(SECOND, retryAfter * SECOND);
  return hasCode(error, 'graph-throttled') ? Math.min(FIRST_WAIT * 2 ** attempt, LONGEST_GUESS) : undefined;
}
