import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';

/** The list of keys that the key host sends. It survives restarts of the host. */
export interface KeyList {
  keys(): readonly KeySummary[];
  /** Returns why sources of keys cannot be used now. */
  problems(): readonly KeydeskError[];
  /**
   * Resolves when the running host has sent its first list.
   * @throws KeydeskError key-host-crashed if repeated starts fail
   */
  ready(): Promise<void>;
  /** Calls the listener after every change. Returns a function that removes the listener. */
  onKeys(listener: (keys: readonly KeySummary[]) => void): () => void;
  /** Stores the list of the running host. */
  set(keys: readonly KeySummary[], problems: readonly KeydeskError[]): void;
  /**
   * Call when the host has died. Empties the list.
   * @param hopeless The reason if repeated starts failed; undefined if the next start may succeed
   */
  lost(hopeless: string | undefined): void;
  /** Call when the host has ended and will not be restarted. Empties the list. */
  close(): void;
}

export function createKeyList(): KeyList {
  const listeners = new Set<(keys: readonly KeySummary[]) => void>();
  let keys: readonly KeySummary[] = [];
  let problems: readonly KeydeskError[] = [];
  let first = listToCome();
  const setKeys = (next: readonly KeySummary[]) => {
    keys = next;
    for (const listener of listeners) listener(keys);
  };
  return {
    keys: () => keys,
    problems: () => problems,
    ready: () => first.promise,
    onKeys: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set: (next, found) => {
      problems = found;
      setKeys(next);
      // Later callers of ready() succeed, even if earlier ones failed.
      if (first.settled()) first = listToCome();
      first.resolve();
    },
    lost: hopeless => {
      // Later callers of ready() wait for the next host.
      if (first.settled()) first = listToCome();
      if (hopeless !== undefined) first.reject(new KeydeskError('key-host-crashed', {}, { cause: hopeless }));
      setKeys([]);
    },
    close: () => setKeys([]),
  };
}

interface ListToCome extends PromiseWithResolvers<void> {
  settled(): boolean;
}

function listToCome(): ListToCome {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let settled = false;
  // An unhandled rejection of this promise is not an error.
  promise.catch(() => undefined);
  return {
    promise,
    resolve: () => {
      settled = true;
      resolve();
    },
    reject: reason => {
      settled = true;
      reject(reason);
    },
    settled: () => settled,
  };
}
