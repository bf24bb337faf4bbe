const MINUTE = 60_000;

/** Waits after the first, second, … failure of a run, in ms. After the last one somebody has to look at it. */
const WAITS = [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 480 * MINUTE];
/** A run that is put off for longer than this, in ms, was put off while the clock was wrong. */
export const LONGEST_WAIT = 480 * MINUTE;

/** When a run is tried again, in ms since the epoch; null where that was often enough. `attempts` counts those that failed. */
export function nextTry(attempts: number, now: number): number | null {
  const wait = WAITS[attempts - 1];
  return wait === undefined ? null : now + wait;
}
