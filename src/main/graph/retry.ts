/** Attempts of one request in all, the first included. */
const MAX_ATTEMPTS = 4;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 60_000;

export interface RetryPolicy {
  /** Waits so many ms; rejects when the signal aborts. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
  random(): number;
}

export const realRetries: RetryPolicy = {
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
  random: Math.random,
};

/**
 * How long to wait before the next attempt, in ms; undefined when there is none left or the answer would not change
 * (graph.md, 7): 429 and 5xx wait as told, else exponentially with jitter; a network fault counts as a 5xx.
 */
export function waitBefore(attempt: number, response: Response | undefined, policy: RetryPolicy): number | undefined {
  if (attempt >= MAX_ATTEMPTS) return undefined;
  if (response !== undefined && response.status !== 429 && response.status < 500) return undefined;
  const told = retryAfter(response?.headers.get('retry-after') ?? null);
  if (told !== undefined) return told > LONGEST_WAIT ? undefined : told;
  return FIRST_WAIT * 2 ** (attempt - 1) * (0.5 + policy.random() / 2);
}

/** Retry-After is seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
