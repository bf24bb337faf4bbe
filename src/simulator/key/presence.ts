import { CtapFailure } from './failure.ts';

/** When the button is pressed: at once, only by touch(), never, or so many milliseconds after it was asked for. */
export type TouchPolicy = 'auto' | 'manual' | 'never' | number;

/** How long a key waits for its touch, in ms (CTAP 2.3, 6.1.2). */
export const TOUCH_TIMEOUT = 30_000;

/** The button of the key and whoever waits for it. */
export class Presence {
  policy: TouchPolicy;
  readonly #timeout: number;
  readonly #onChange: () => void;
  #pressed: (() => void) | undefined;
  /** Where poll() has asked for a touch, and what came of it. */
  #polled: 'asked' | 'touched' | undefined;

  constructor(policy: TouchPolicy, timeout: number, onChange: () => void) {
    this.policy = policy;
    this.#timeout = timeout;
    this.#onChange = onChange;
  }

  get waiting(): boolean {
    return this.#pressed !== undefined || this.#polled === 'asked';
  }

  press(): void {
    if (this.#pressed !== undefined) this.#pressed();
    else if (this.#polled === 'asked') this.#setPolled('touched');
  }

  /** For U2F, whose requests come again and again instead of waiting: true once a touch has come since it was asked for. */
  poll(): boolean {
    const touched = this.policy === 'auto' || this.#polled === 'touched';
    if (typeof this.policy === 'number' && this.#polled === undefined)
      setTimeout(() => this.press(), this.policy).unref();
    this.#setPolled(touched ? undefined : 'asked');
    return touched;
  }

  /** Power off: nobody waits any more. */
  reset(): void {
    this.#setPolled(undefined);
  }

  /**
   * Resolves at the touch. Ends with USER_ACTION_TIMEOUT, after `timeout` ms if that is less than the key's own patience,
   * or KEEPALIVE_CANCEL when the host cancels. CTAP 2.3 would have OPERATION_DENIED after a timeout in makeCredential and
   * getAssertion; keys in the field answer as CTAP 2.0 has it.
   */
  async wait(signal: AbortSignal, timeout = this.#timeout): Promise<void> {
    const timers: NodeJS.Timeout[] = [];
    this.#polled = undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        if (signal.aborted) return reject(new CtapFailure('CTAP2_ERR_KEEPALIVE_CANCEL'));
        signal.addEventListener('abort', () => reject(new CtapFailure('CTAP2_ERR_KEEPALIVE_CANCEL')), { once: true });
        this.#pressed = resolve;
        this.#onChange();
        timers.push(
          setTimeout(() => reject(new CtapFailure('CTAP2_ERR_USER_ACTION_TIMEOUT')), Math.min(timeout, this.#timeout)),
        );
        if (this.policy === 'auto') setImmediate(resolve);
        else if (typeof this.policy === 'number') timers.push(setTimeout(resolve, this.policy));
      });
    } finally {
      for (const timer of timers) clearTimeout(timer);
      this.#pressed = undefined;
      this.#onChange();
    }
  }

  #setPolled(polled: 'asked' | 'touched' | undefined): void {
    if (this.#polled === polled) return;
    this.#polled = polled;
    this.#onChange();
  }
}
