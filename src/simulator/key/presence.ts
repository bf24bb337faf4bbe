import { CtapFailure } from './failure.ts';

/** When the button is pressed: immediately, only by touch(), never, or after this many milliseconds. */
export type TouchPolicy = 'auto' | 'manual' | 'never' | number;

/** How long a key waits for a touch, in ms (CTAP 2.3, 6.1.2). */
export const TOUCH_TIMEOUT = 30_000;

/** The button of the key, and the request that waits for it. */
export class Presence {
  policy: TouchPolicy;
  readonly #timeout: number;
  readonly #onChange: () => void;
  #pressed: (() => void) | undefined;
  /** State of the touch that poll() requested. */
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

  /**
   * Returns true if a touch has happened since the first call. For U2F, where the host repeats the request instead of
   * waiting.
   */
  poll(): boolean {
    const touched = this.policy === 'auto' || this.#polled === 'touched';
    if (typeof this.policy === 'number' && this.#polled === undefined)
      setTimeout(() => this.press(), this.policy).unref();
    this.#setPolled(touched ? undefined : 'asked');
    return touched;
  }

  /** Power off: ends all waiting. */
  reset(): void {
    this.#setPolled(undefined);
  }

  /**
   * Resolves at the touch. Fails with USER_ACTION_TIMEOUT after `timeout` ms or the key's own timeout, whichever is
   * shorter, or with KEEPALIVE_CANCEL if the host cancels. CTAP 2.3 requires OPERATION_DENIED after a timeout in
   * makeCredential and getAssertion, but real keys answer as in CTAP 2.0.
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
