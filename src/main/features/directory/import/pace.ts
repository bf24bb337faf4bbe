import type { ImportPosition } from '../database/importPosition.ts';

/** Measures the speed of an import and, if the number of users is known, estimates the remaining time of the current phase. */
export class Pace {
  readonly #expected: number | undefined;
  #phase: ImportPosition['phase'] | undefined;
  #began = 0;
  #done = 0;

  constructor(expected: number | undefined) {
    this.#expected = expected;
  }

  after({ phase, counts }: ImportPosition): { perSecond: number; secondsLeft: number | null } {
    const read = {
      users: counts.new + counts.changed + counts.left,
      groups: counts.memberships,
      registrations: counts.registrations,
    }[phase];
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#began = performance.now();
      this.#done = read;
    }
    const seconds = (performance.now() - this.#began) / 1000;
    // If a list is read a second time, the count starts again.
    const perSecond = seconds > 0 ? Math.max(0, read - this.#done) / seconds : 0;
    const known = this.#expected !== undefined && phase !== 'groups' && perSecond > 0;
    const secondsLeft = known ? Math.max(0, ((this.#expected ?? 0) - read) / perSecond) : null;
    return { perSecond, secondsLeft };
  }
}
