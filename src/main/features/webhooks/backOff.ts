const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits after the first, second, … failed attempt, in ms; the last one again and again. */
const WAITS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR];
/** So long a receiver has to mend, in ms. */
const PATIENCE = 72 * HOUR;
/** As often as it was tried in that time at least: a computer that slept has not tried, and its sleep is not the receiver's. */
const LEAST_ATTEMPTS = 12;
/** No next attempt is further away than this, in ms. */
export const LONGEST_WAIT = 9 * HOUR;
/** A receiver that asks for more than this is not believed, in ms. */
const LONGEST = 8 * HOUR;

/** When a delivery is tried again, or undefined where it is given up. All times in ms. */
export type BackOff = (failed: {
  attempts: number;
  firstAt: number;
  now: number;
  retryAfter: number | undefined;
}) => number | undefined;

/** Up to three days from the first attempt, and longer where there were few attempts, with a tenth of chance so that many do not come back together. */
export const backOff: BackOff = ({ attempts, firstAt, now, retryAfter = 0 }) => {
  const isLate = now - firstAt >= PATIENCE;
  if (isLate && attempts >= LEAST_ATTEMPTS) return undefined;
  const wait = WAITS[Math.min(attempts, WAITS.length) - 1] ?? LONGEST;
  const spread = Math.round(wait * (0.95 + Math.random() / 10));
  const next = now + Math.max(spread, Math.min(retryAfter, LONGEST));
  return isLate ? next : Math.min(next, firstAt + PATIENCE);
};
