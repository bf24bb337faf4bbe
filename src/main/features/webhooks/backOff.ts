const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Delays after the first, second, … failed attempt, in ms. The last one repeats. */
const WAITS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR];
/** How long a failing delivery is retried, in ms. */
const PATIENCE = 72 * HOUR;
/**
 * Minimum number of attempts before a delivery is given up. While a computer sleeps it makes no attempts, and that time is not the
 * receiver's fault.
 */
const LEAST_ATTEMPTS = 12;
/** Maximum delay until the next attempt, in ms. */
export const LONGEST_WAIT = 9 * HOUR;
/** Maximum Retry-After of a receiver, in ms. Longer values are shortened. */
const LONGEST = 8 * HOUR;

/** Returns the time of the next attempt; undefined if the delivery is given up. All times in ms. */
export type BackOff = (failed: {
  attempts: number;
  firstAt: number;
  now: number;
  retryAfter: number | undefined;
}) => number | undefined;

/**
 * Retries up to three days from the first attempt, and longer after few attempts. The delay varies randomly by a tenth, so that many
 * deliveries are not retried at the same time.
 */
export const backOff: BackOff = ({ attempts, firstAt, now, retryAfter = 0 }) => {
  const isLate = now - firstAt >= PATIENCE;
  if (isLate && attempts >= LEAST_ATTEMPTS) return undefined;
  const wait = WAITS[Math.min(attempts, WAITS.length) - 1] ?? LONGEST;
  const spread = Math.round(wait * (0.95 + Math.random() / 10));
  const next = now + Math.max(spread, Math.min(retryAfter, LONGEST));
  return isLate ? next : Math.min(next, firstAt + PATIENCE);
};
