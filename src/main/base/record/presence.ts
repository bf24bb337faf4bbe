/** After which time without a sign of a desk others take over what it leads, in ms, by the record's clock. */
export const TAKEN_OVER = 15_000;
/** After which time without a sign of its own a desk stops to lead, in ms. Shorter, so that two desks never lead at the same time. */
const LEADS = 10_000;
/** After which time without a sign a desk has let go of what it worked on, in ms, by the record's clock. It may have ended, or have no network. */
export const GONE = 600_000;

/** Two clocks of this computer, in ms. One may be set, and the other may stop while the computer sleeps. */
export interface OwnClocks {
  readonly wall: () => number;
  readonly steady: () => number;
}

const SYSTEM: OwnClocks = { wall: Date.now, steady: () => performance.now() };

/** The signs of life at the record: those of the other desks, and that of this one. */
export class Presence {
  readonly #clocks: OwnClocks;
  /** How long ago each desk was at the record, in ms by the record's clock; undefined before the first look. */
  #ages: ReadonlyMap<string, number> | undefined;
  /** When this desk began to note its newest sign, by its own clocks. */
  #noted: { readonly wall: number; readonly steady: number } | undefined;
  /** How often the sign of this desk came too late for others to wait. */
  #lapses = 0;

  constructor(clocks = SYSTEM) {
    this.#clocks = clocks;
  }

  /** Call before a sign of this desk is sent. Returns a function to call when the record has it, with the ages of all signs. */
  begin(): (ages: ReadonlyMap<string, number>) => void {
    const noted = this.#now();
    return ages => {
      if (!this.#isFresh()) this.#lapses++;
      this.#noted = noted;
      this.#ages = ages;
    };
  }

  /** Notes the signs of the other desks, for a desk that gives none. */
  saw(ages: ReadonlyMap<string, number>): void {
    this.#ages = ages;
  }

  /**
   * Returns a number if this desk may lead now; undefined if its sign is so old that others may have taken over. The number is another one if they may have
   * done so in between. It is not extended by an answer that came late: the time counts from the question.
   */
  lead(): number | undefined {
    return this.#isFresh() ? this.#lapses : undefined;
  }

  /** Returns whether a desk was at the record within a time, in ms, at the newest look. True if nobody has looked. */
  isSeenWithin(desk: string, time: number): boolean {
    return this.#ages === undefined || (this.#ages.get(desk) ?? Number.POSITIVE_INFINITY) < time;
  }

  #isFresh(): boolean {
    if (this.#noted === undefined) return false;
    const { wall, steady } = this.#now();
    // Either clock may be wrong: one was set back, or one stood still. The longer time counts.
    return Math.max(wall - this.#noted.wall, steady - this.#noted.steady) < LEADS;
  }

  #now(): { wall: number; steady: number } {
    return { wall: this.#clocks.wall(), steady: this.#clocks.steady() };
  }
}
