/**
 * The results of attempts that cannot be written to the database yet. Keydesk must not send such a delivery again at each look, so
 * it is skipped until its result is written.
 */
export interface Unwritten {
  has(n: number): boolean;
  /** Writes a result. If that fails, the result is kept for `retry`. @throws what `work` throws */
  write(webhookId: string, n: number, work: () => Promise<void>): Promise<void>;
  /** Tries again to write the results for a receiver. @throws what their work throws */
  retry(webhookId: string): Promise<void>;
}

export function createUnwritten(): Unwritten {
  const kept = new Map<number, { readonly webhookId: string; readonly work: () => Promise<void> }>();
  return {
    has: n => kept.has(n),
    write: async (webhookId, n, work) => {
      kept.set(n, { webhookId, work });
      await work();
      kept.delete(n);
    },
    retry: async webhookId => {
      for (const [n, own] of kept) {
        if (own.webhookId !== webhookId) continue;
        await own.work();
        kept.delete(n);
      }
    },
  };
}
