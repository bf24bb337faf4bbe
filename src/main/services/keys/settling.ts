/** How long to wait after a crash until the next host has canceled what the last one left waiting, in ms. */
const SETTLE_PATIENCE = 5000;

/** Waits, after a host with open keys has died, until the next one has canceled the requests that still wait on them. */
export interface Settling {
  /** Begins to wait, unless a wait is under way. It ends by itself after five seconds. */
  begin(): void;
  /** Ends the wait. */
  end(): void;
  /** Resolves when the wait ends; undefined if there is none. */
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
