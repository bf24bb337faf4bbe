/** What a touch prompt needs from the request. */
interface TouchPromptOptions {
  /**
   * Time, in ms, after which the user is asked for a touch, whatever the key reports. Undefined for requests that need
   * none.
   */
  readonly after: number | undefined;
  readonly onKeepAlive: (status: string) => void;
  /** No prompt appears if the request is being canceled. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Some keys alternate between the two statuses while they wait. The prompt ends after another status has lasted this
 * long, in ms.
 */
const FLICKER = 500;

/**
 * Asks for a touch on behalf of keys that do not ask. While some keys wait for a touch, they send the keep-alive status
 * `processing`, or none, although CTAP 2.3, 11.2.9.1.7 has UPNEEDED for it. An unneeded touch does no harm, but without
 * a prompt the request times out. The listener receives each change once.
 */
export class TouchPrompt {
  readonly #options: TouchPromptOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #told: string | undefined;
  /** Whether the key itself has asked for the touch. */
  #confirmed = false;

  constructor(options: TouchPromptOptions) {
    this.#options = options;
  }

  /** Call when the request is sent. */
  start(): void {
    const { after, signal } = this.#options;
    if (after === undefined || this.#told === 'upneeded') return;
    this.#timer = setTimeout(() => signal?.aborted || this.#tell('upneeded'), after);
  }

  /** Call when the request has ended, or before it is sent again. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Call with each status that the key sends. */
  hear(status: string): void {
    if (status === 'upneeded') {
      this.#confirmed = true;
      this.stop();
    }
    if (this.#told !== 'upneeded' || status === 'upneeded') return this.#tell(status);
    // Only a key that asked for the touch itself can report that it is no longer needed.
    if (!this.#confirmed) return;
    this.stop();
    this.#timer = setTimeout(() => this.#tell(status), FLICKER);
  }

  #tell(status: string): void {
    if (this.#told === status) return;
    this.#told = status;
    this.#options.onKeepAlive(status);
  }
}
