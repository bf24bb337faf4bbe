import type { RetryPolicy } from './retry.ts';

/** Called with the length of a wait in ms when it begins, and with undefined when it is over. */
export type PauseListener = (ms: number | undefined) => void;

/** Shorter waits are not worth a word, in ms. */
const WORTH_TELLING = 2000;

/** Lets others know of the waits between attempts of one request, which its caller sees nothing of. */
export class Pauses {
  readonly #listeners = new Set<PauseListener>();

  /** Returns a function that stops listening. */
  listen(listener: PauseListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The same policy, whose waits are told. */
  watch(policy: RetryPolicy): RetryPolicy {
    return {
      ...policy,
      sleep: async (ms, signal) => {
        if (ms < WORTH_TELLING) return policy.sleep(ms, signal);
        this.#tell(ms);
        try {
          await policy.sleep(ms, signal);
        } finally {
          this.#tell(undefined);
        }
      },
    };
  }

  #tell(ms: number | undefined): void {
    for (const listener of this.#listeners) listener(ms);
  }
}
