import type { CborValue } from '../../ctap/cbor.ts';
import { demand } from './failure.ts';

/** The stateful commands (CTAP 2.3, 6): each has a first response, and a command for the next one. */
export type SequenceKind = 'assertions' | 'relyingParties' | 'credentials';

/** The next item must be requested within this time, in ms. */
const NEXT_WITHIN = 30_000;

interface Pending {
  readonly items: (() => CborValue)[];
  readonly authorized: () => boolean;
  touchedAt: number;
}

/**
 * The remaining responses of the stateful commands. They expire after 30 s, at power-up, and with the token that
 * authorized them. Unless the key `keeps` them, it has one sequence at a time, which any other command ends.
 */
export class Sequence {
  readonly #clock: () => number;
  readonly #keeps: boolean;
  readonly #pending = new Map<SequenceKind, Pending>();
  #commandsSince = 0;

  constructor(clock: () => number, keeps: boolean) {
    this.#clock = clock;
    this.#keeps = keeps;
  }

  /** Stores the responses after the first one, valid while they are `authorized`. */
  begin(kind: SequenceKind, items: (() => CborValue)[], authorized: () => boolean): void {
    if (!this.#keeps) this.clear();
    this.#pending.set(kind, { items, authorized, touchedAt: this.#clock() });
    this.#commandsSince = 0;
  }

  /** Returns the next response. Fails with NOT_ALLOWED if there is none. */
  next(kind: SequenceKind): CborValue {
    const pending = this.#pending.get(kind);
    const undisturbed = this.#keeps || this.#commandsSince === 1;
    const inTime = pending !== undefined && this.#clock() - pending.touchedAt < NEXT_WITHIN;
    const item = undisturbed && inTime && pending.authorized() ? pending.items.shift() : undefined;
    demand(pending !== undefined && item !== undefined, 'CTAP2_ERR_NOT_ALLOWED');
    pending.touchedAt = this.#clock();
    this.#commandsSince = 0;
    return item();
  }

  /** Call for every command, before it runs. */
  commandArrives(): void {
    this.#commandsSince++;
  }

  clear(): void {
    this.#pending.clear();
  }
}
