import type { Interaction, PinChoice, StepName } from '../../contract/enrollment.ts';
import { KeydeskError } from '../../contract/errors.ts';

/** A question for a PIN: the key's own one, or a new one for a key that has none; `refused` tells why it is asked again. */
export type PinQuestion = Extract<Interaction, { kind: 'pin' | 'new-pin' }>;

/**
 * The ceremony's way to the person in front of it. Steps and interactions go out in order; PINs come back. The ceremony
 * knows no window and no terminal.
 */
export interface Conductor {
  readonly signal: AbortSignal;
  step(name: StepName): void;
  interact(interaction: Interaction): void;
  /** @throws KeydeskError pin-required where nobody can be asked, cancelled */
  askPin(question: PinQuestion): Promise<PinChoice>;
}

/** For callers without a person: whatever PIN there is came with the request, so every question is an error. */
export function refuseToAsk(question: PinQuestion): Promise<PinChoice> {
  const refused = question.refused;
  if (refused !== undefined) return Promise.reject(new KeydeskError(refused.code, refused.params));
  return Promise.reject(new KeydeskError('pin-required'));
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
