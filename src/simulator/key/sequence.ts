import type { CborValue } from '../../ctap/cbor.ts';
import { demand } from './failure.ts';

/** The stateful commands (CTAP 2.3, 6): each has a first answer and a command that asks for the next. */
export type SequenceKind = 'assertions' | 'relyingParties' | 'credentials';

/** The next item must be asked for within this time, in ms. */
const NEXT_WITHIN = 30_000;

/**
 * The answers still to come of the one stateful command under way. They are forgotten after 30 s, at power-up, as soon as
 * any other command comes between, and with the token that authorized them.
 */
export class Sequence {
  readonly #clock: () => number;
  #kind: SequenceKind | undefined;
  #items: (() => CborValue)[] = [];
  #authorized = (): boolean => true;
  #touchedAt = 0;
  #commandsSince = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Keeps the answers after the first one, for as long as they are `authorized`. */
  begin(kind: SequenceKind, items: (() => CborValue)[], authorized: () => boolean): void {
    this.#kind = kind;
    this.#items = items;
    this.#authorized = authorized;
    this.#touch();
  }

  /** The next answer. Ends with NOT_ALLOWED where none is to come. */
  next(kind: SequenceKind): CborValue {
    const current = this.#kind === kind && this.#commandsSince === 1;
    const inTime = this.#clock() - this.#touchedAt < NEXT_WITHIN;
    const item = current && inTime && this.#authorized() ? this.#items.shift() : undefined;
    demand(item !== undefined, 'CTAP2_ERR_NOT_ALLOWED');
    this.#touch();
    return item();
  }

  /** To be told of every command, before it runs. */
  commandArrives(): void {
    this.#commandsSince++;
  }

  clear(): void {
    this.#kind = undefined;
    this.#items = [];
  }

  #touch(): void {
    this.#touchedAt = this.#clock();
    this.#commandsSince = 0;
  }
}
