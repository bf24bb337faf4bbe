/** How long to wait after a crash until the next host has canceled requests that are still waiting, in ms. */
const SETTLE_PATIENCE = 5000;

/**
 * After a host with open keys has died, waits until the next host has canceled the requests that are still waiting on
 * them.
 */
export interface Settling {
  /** Begins a wait, unless one is running. The wait times out after five seconds. */
  begin(): void;
  /** Ends the wait. */
  end(): void;
  /** Returns a promise that resolves when the wait ends, or undefined if there is no wait. */
  promise(): Promise<void> | undefined;
}

export function createSettling(): Settling {
  let current: PromiseWithResolvers<void> | undefined;
  return {
    begin: () => {
      if (current !== undefined) return;
      const wait = Promise.withResolvers<void>();
      current = wait;
      const patience = setTimeout(wait.resolve, SETTLE_PATIENCE);
      void wait.promise.then(() => {
        clearTimeout(patience);
        if (current === wait) current = undefined;
      });
    },
    end: () => current?.resolve(),
    promise: () => current?.promise,
  };
}
