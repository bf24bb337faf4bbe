import type { ImportPosition } from '../database/writer.ts';

/** Works out how fast an import goes and, where the number of users is known, how long the present phase will take. */
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
    // A list that is read a second time is counted from the beginning.
    const perSecond = seconds > 0 ? Math.max(0, read - this.#done) / seconds : 0;
    const known = this.#expected !== undefined && phase !== 'groups' && perSecond > 0;
    const secondsLeft = known ? Math.max(0, ((this.#expected ?? 0) - read) / perSecond) : null;
    return { perSecond, secondsLeft };
  }
}
