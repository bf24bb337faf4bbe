import type { CborValue } from '../../ctap/cbor.ts';
import { demand } from './failure.ts';

/** The stateful commands (CTAP 2.3, 6): each has a first answer and a command that asks for the next. */
export type SequenceKind = 'assertions' | 'relyingParties' | 'credentials';

/** The next item must be asked for within this time, in ms. */
const NEXT_WITHIN = 30_000;

interface Pending {
  readonly items: (() => CborValue)[];
  readonly authorized: () => boolean;
  touchedAt: number;
}

/**
 * The answers still to come of the stateful commands. They are forgotten after 30 s, at power-up, and with the token that
 * authorized them. Unless the key `keeps` them, it has one sequence at a time, which ends as soon as any other command
 * comes between.
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

  /** Keeps the answers after the first one, for as long as they are `authorized`. */
  begin(kind: SequenceKind, items: (() => CborValue)[], authorized: () => boolean): void {
    if (!this.#keeps) this.clear();
    this.#pending.set(kind, { items, authorized, touchedAt: this.#clock() });
    this.#commandsSince = 0;
  }

  /** The next answer. Ends with NOT_ALLOWED where none is to come. */
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

  /** To be told of every command, before it runs. */
  commandArrives(): void {
    this.#commandsSince++;
  }

  clear(): void {
    this.#pending.clear();
  }
}
