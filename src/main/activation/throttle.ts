import { KeydeskError } from '../../contract/errors.ts';

/** So many failures within so long are let through, in ms. */
const MOST = 10;
const WINDOW = 10 * 60_000;

/** SECURITY: holds up whoever tries codes of many users at one station. Per process; what one user may try is on the disk. */
export class Throttle {
  #failures: number[] = [];
  readonly #clock: () => number;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** @throws KeydeskError activation-throttled */
  check(): void {
    const now = this.#clock();
    this.#failures = this.#failures.filter(at => at > now - WINDOW);
    const oldest = this.#failures[0];
    if (this.#failures.length < MOST || oldest === undefined) return;
    throw new KeydeskError('activation-throttled', { minutes: Math.ceil((oldest + WINDOW - now) / 60_000) });
  }

  failed(): void {
    this.#failures.push(this.#clock());
  }
}
