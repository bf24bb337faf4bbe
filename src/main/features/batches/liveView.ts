import type { LiveBatch } from '../../../contract/batches/live.ts';
import { type Channel, watch } from '../../base/stream.ts';

/** Shows a batch as it runs to all who watch it. */
export class LiveView {
  readonly #read: () => Promise<LiveBatch>;
  readonly #log: (message: string) => void;
  readonly #listeners = new Set<(live: LiveBatch) => void>();
  #showing: Promise<void> | undefined;
  #isStale = false;
  #shown: LiveBatch | undefined;

  constructor(read: () => Promise<LiveBatch>, log: (message: string) => void) {
    this.#read = read;
    this.#log = log;
  }

  /** What was shown last; undefined before the first time. */
  get shown(): LiveBatch | undefined {
    return this.#shown;
  }

  /** Shows the current state to all who watch. Changes that follow each other quickly are shown together. Never rejects. */
  show(): Promise<void> {
    this.#isStale = true;
    this.#showing ??= this.#showStale().finally(() => {
      this.#showing = undefined;
    });
    return this.#showing;
  }

  /** Returns the states, beginning with the present one. */
  async watch(signal: AbortSignal | undefined): Promise<Channel<LiveBatch>> {
    const subscribe = (listener: (live: LiveBatch) => void) => {
      this.#listeners.add(listener);
      return () => void this.#listeners.delete(listener);
    };
    return watch(this.#shown ?? (await this.#read()), subscribe, signal);
  }

  async #showStale(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      try {
        this.#shown = await this.#read();
        for (const tell of this.#listeners) tell(this.#shown);
      } catch (error) {
        // The next change shows it.
        this.#log(String(error));
      }
    }
  }
}
