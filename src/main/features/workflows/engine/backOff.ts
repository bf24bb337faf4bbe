const MINUTE = 60_000;

/** Delays after the first, second, … failure of a run, in ms. After the last one the run waits for a person. */
const WAITS = [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 480 * MINUTE];
/** A run that is postponed for longer than this, in ms, was postponed while the clock was wrong. */
export const LONGEST_WAIT = 480 * MINUTE;

/** Returns when a run is retried, in ms since the epoch; null after the last attempt. `attempts` is the number of failed ones. */
export function nextTry(attempts: number, now: number): number | null {
  const wait = WAITS[attempts - 1];
  return wait === undefined ? null : now + wait;
}
