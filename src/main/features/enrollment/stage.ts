import { setImmediate } from 'node:timers/promises';
import type { StepName } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toKeydeskError } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { type Attendant, StepClock } from './attendant.ts';
import type { CeremonyState } from './ceremonyState.ts';
import type { CeremonyParts } from './parts.ts';

/** The environment of one enrollment, or of finishing an earlier one. */
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

  /** Returns the attendant. Its signal aborts on a cancel, and also when the bound key is removed. */
  get attendant(): Attendant {
    return this.#attendant;
  }

  /** Returns the attendant without a bound key. Its signal aborts on a cancel only. */
  get outer(): Attendant {
    return this.#outer;
  }

  get signal(): AbortSignal {
    return this.#attendant.signal;
  }

  /** Aborts on a cancel only: a running registration does not need the key any more. */
  get cancelSignal(): AbortSignal {
    return this.#outer.signal;
  }

  bindKey(key: OpenKey): void {
    this.state.key = key;
    const signal = AbortSignal.any([this.#outer.signal, key.gone]);
    // A PIN that is typed for one key must not be used for another key that is plugged in next.
    this.#attendant = { ...this.#outer, signal, askPin: question => this.#outer.askPin(question, signal) };
  }

  /** Starts a step. @throws any error of `work`, cancelled, key-removed */
  async step<T>(name: StepName, work: () => Promise<T>, signal = this.signal): Promise<T> {
    signal.throwIfAborted();
    this.clock.start(name);
    this.#attendant.step(name);
    return work();
  }

  /**
   * Returns why the enrollment ended: `cancelled` after a cancel and `key-removed` after the key was removed, whatever other error they
   * caused.
   */
  reasonOf(thrown: unknown): unknown {
    const { signal } = this;
    const error = toKeydeskError(thrown);
    // Entra's answer about a registration is more important than the removal of the key.
    if (!signal.aborted || (!this.cancelSignal.aborted && isOfGraph(error))) return error;
    return signal.reason instanceof KeydeskError ? signal.reason : new KeydeskError('cancelled', {}, { cause: thrown });
  }
}

function isOfGraph(error: unknown): boolean {
  return error instanceof KeydeskError && /^graph-|^registration-|^challenge-|-refused$/.test(error.code);
}

/**
 * Waits until received messages are handled, for example the token for the proof, so that the key signs while Entra is asked. Node reads
 * messages after one immediate, so a second one runs after them.
 */
export async function arrivals(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** Marks work as handled whose result is awaited later or never. Its error is reported only there. */
export function inBackground<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}
