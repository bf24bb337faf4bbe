const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits after the first, second, … failed attempt, in ms; the last one again and again. */
const WAITS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR];
/** So long a receiver has to mend, in ms. */
const PATIENCE = 72 * HOUR;
/** A receiver that asks for more than this is not believed, in ms. */
const LONGEST = 8 * HOUR;

/** When a delivery is tried again, or undefined where it is given up. All times in ms. */
export type BackOff = (failed: {
  attempts: number;
  firstAt: number;
  now: number;
  retryAfter: number | undefined;
}) => number | undefined;

/** Up to three days from the first attempt, with a tenth of chance so that many do not come back together. */
export const backOff: BackOff = ({ attempts, firstAt, now, retryAfter = 0 }) => {
  if (now - firstAt >= PATIENCE) return undefined;
  const wait = WAITS[Math.min(attempts, WAITS.length) - 1] ?? LONGEST;
  const spread = Math.round(wait * (0.95 + Math.random() / 10));
  return Math.min(now + Math.max(spread, Math.min(retryAfter, LONGEST)), firstAt + PATIENCE);
};
