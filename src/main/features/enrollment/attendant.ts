import type { Interaction, PinChoice, StepName } from '../../../contract/enrollment/schema.ts';
import type { Failure } from '../../../contract/errors/failure.ts';

/** Asks for the PIN of a key, or for a new PIN if the key has none. `refused` is the reason for asking again. */
export type PinQuestion = Extract<Interaction, { kind: 'pin' | 'new-pin' }>;

/**
 * The interface by which a ceremony shows progress and asks for touch and PIN. Steps and interactions are sent in order. The ceremony does
 * not depend on a window or a terminal.
 */
export interface Attendant {
  readonly signal: AbortSignal;
  /** Whether there is a person who can be asked again. */
  readonly interactive: boolean;
  step(name: StepName): void;
  interact(interaction: Interaction): void;
  /** Shows a warning that does not stop the enrollment. */
  warn(warning: Failure): void;
  /**
   * Asks for a fingerprint, with the reason why the last one was refused. The returned signal aborts if the person prefers to use the PIN.
   */
  askFinger(refused: Failure | undefined): AbortSignal;
  /**
   * @param signal ends the question. Without one, only a cancel ends it
   * @throws KeydeskError pin-required if nobody can be asked, cancelled
   */
  askPin(question: PinQuestion, signal?: AbortSignal): Promise<PinChoice>;
}

/** Measures the duration of each step, for the result. A step ends when the next one begins. */
export class StepClock {
  readonly #steps: { name: StepName; startedAt: number }[] = [];

  start(name: StepName): void {
    this.#steps.push({ name, startedAt: performance.now() });
  }

  /** Returns the duration of each step in ms. The last step ends now. */
  read(): { name: StepName; ms: number }[] {
    const end = performance.now();
    return this.#steps.map(({ name, startedAt }, i) => {
      const ms = (this.#steps[i + 1]?.startedAt ?? end) - startedAt;
      return { name, ms: Math.round(ms * 100) / 100 };
    });
  }
}
