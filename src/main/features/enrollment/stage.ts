import { setImmediate } from 'node:timers/promises';
import type { StepName } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toKeydeskError } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { type Attendant, StepClock } from './attendant.ts';
import type { CeremonyState } from './ceremonyState.ts';
import type { CeremonyParts } from './parts.ts';

/** What one run at a key works with: an enrollment, or the finishing of an earlier one. */
export class Stage {
  readonly parts: CeremonyParts;
  readonly state: CeremonyState = { pin: { set: false }, creating: false, submission: 'none' };
  readonly clock = new StepClock();
  readonly #outer: Attendant;
  #attendant: Attendant;

  constructor(parts: CeremonyParts, attendant: Attendant) {
    this.parts = parts;
    this.#outer = attendant;
    this.#attendant = attendant;
  }

  /** The way to the person. Its signal aborts on a cancel, and once a key is bound also when that key is pulled out. */
  get attendant(): Attendant {
    return this.#attendant;
  }

  get signal(): AbortSignal {
    return this.#attendant.signal;
  }

  /** Aborts on a cancel alone: a registration under way does not need the key any more. */
  get cancelSignal(): AbortSignal {
    return this.#outer.signal;
  }

  bindKey(key: OpenKey): void {
    this.state.key = key;
    const signal = AbortSignal.any([this.#outer.signal, key.gone]);
    // A PIN that is typed for one key is not for the next one that is plugged in.
    this.#attendant = { ...this.#outer, signal, askPin: question => this.#outer.askPin(question, signal) };
  }

  /** Begins a step of the run. @throws whatever `work` throws, cancelled, key-removed */
  async step<T>(name: StepName, work: () => Promise<T>, signal = this.signal): Promise<T> {
    signal.throwIfAborted();
    this.clock.start(name);
    this.#attendant.step(name);
    return work();
  }

  /** Why the run ends: a canceled one as canceled, whatever the interruption happened to break; a pulled key as removed. */
  reasonOf(thrown: unknown): unknown {
    const { signal } = this;
    const error = toKeydeskError(thrown);
    // What Entra said about a registration is worth more than that the key has left meanwhile.
    if (!signal.aborted || (!this.cancelSignal.aborted && isOfGraph(error))) return error;
    return signal.reason instanceof KeydeskError ? signal.reason : new KeydeskError('cancelled', {}, { cause: thrown });
  }
}

function isOfGraph(error: unknown): boolean {
  return error instanceof KeydeskError && /^graph-|^registration-|^challenge-|-refused$/.test(error.code);
}

/**
 * Waits until messages that have arrived meanwhile are handled: the token for the proof, so that the key signs while Entra is
 * asked. Messages are looked for after an immediate, so a second one comes after them.
 */
export async function arrivals(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** For work that is awaited later, perhaps never: its failure is reported only there. */
export function inBackground<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}
