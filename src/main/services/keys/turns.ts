import { unlessAborted } from '../../base/unlessAborted.ts';

/** Queues by name: one operation at a time, in the order of the calls. */
export interface Turns {
  /**
   * Waits for the turn. Returns a function that ends it.
   * @throws KeydeskError cancelled if the signal aborts while it waits
   */
  take(name: string, signal?: AbortSignal): Promise<() => void>;
  /** Returns whether an operation has the turn now. */
  isTaken(name: string): boolean;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    isTaken: name => last.has(name),
    take: async (name, signal) => {
      const before = last.get(name);
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      last.set(name, ended);
      void ended.then(() => last.get(name) === ended && last.delete(name));
      if (before === undefined) return end;
      try {
        await unlessAborted(before, signal);
        return end;
      } catch (error) {
        void before.then(end);
        throw error;
      }
    },
  };
}
