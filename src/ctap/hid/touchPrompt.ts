/** What a touch prompt needs of whoever runs the request. */
interface TouchPromptOptions {
  /** After so many ms the user is asked for a touch, whatever the key says; undefined for requests that want none. */
  readonly after: number | undefined;
  readonly onKeepAlive: (status: string) => void;
  /** Nobody is asked to touch a key whose request is being canceled. */
  readonly signal: AbortSignal | undefined;
}

/** Some keys alternate between the two statuses while they wait; the touch is no longer wanted after so many ms of another. */
const FLICKER = 500;

/**
 * Asks for a touch on behalf of keys that do not: some send the keep-alive status `processing`, or none at all, while they
 * wait for one (CTAP 2.3, 11.2.9.1.7 has UPNEEDED for it). A touch that was not needed does no harm; one that nobody is
 * asked for ends the request. The listener hears of each change once, as it does without this.
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

  /** Call when the request has ended, or has to be sent again. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Call with each status of the key. */
  hear(status: string): void {
    if (status === 'upneeded') {
      this.#confirmed = true;
      this.stop();
    }
    if (this.#told !== 'upneeded' || status === 'upneeded') return this.#tell(status);
    // Only a key that has asked for the touch itself can say that it needs it no longer.
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
