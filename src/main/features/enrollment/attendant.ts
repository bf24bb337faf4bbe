import type { Interaction, PinChoice, StepName } from '../../../contract/enrollment/schema.ts';
import type { Failure } from '../../../contract/errors/failure.ts';

/** A question for a PIN: the key's own one, or a new one for a key that has none; `refused` tells why it is asked again. */
export type PinQuestion = Extract<Interaction, { kind: 'pin' | 'new-pin' }>;

/**
 * The ceremony's way to the person in front of it. Steps and interactions go out in order; PINs come back. The ceremony
 * knows no window and no terminal.
 */
export interface Attendant {
  readonly signal: AbortSignal;
  /** Whether there is a person who can be asked again. */
  readonly interactive: boolean;
  step(name: StepName): void;
  interact(interaction: Interaction): void;
  /** Something that the person should know, and that stops nothing. */
  warn(warning: Failure): void;
  /** Asks for a finger, and tells why the last one was refused; aborts when the person would rather use the PIN. */
  askFinger(refused: Failure | undefined): AbortSignal;
  /**
   * @param signal ends the question; without one, only a cancel does
   * @throws KeydeskError pin-required where nobody can be asked, cancelled
   */
  askPin(question: PinQuestion, signal?: AbortSignal): Promise<PinChoice>;
}

/** How long each step took, for the result. A step ends when the next begins. */
export class StepClock {
  readonly #steps: { name: StepName; startedAt: number }[] = [];

  start(name: StepName): void {
    this.#steps.push({ name, startedAt: performance.now() });
  }

  /** Milliseconds a step, with the last one ending now. */
  read(): { name: StepName; ms: number }[] {
    const end = performance.now();
    return this.#steps.map(({ name, startedAt }, i) => {
      const ms = (this.#steps[i + 1]?.startedAt ?? end) - startedAt;
      return { name, ms: Math.round(ms * 100) / 100 };
    });
  }
}
