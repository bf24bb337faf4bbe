/**
 * Results of attempts that could not be written to the database yet. Their deliveries are skipped until the result is written, so that they
 * are not sent again and again.
 */
export interface Unwritten {
  has(n: number): boolean;
  /** Writes a result. If that fails, keeps the result for `retry`. @throws any error of `work` */
  write(webhookId: string, n: number, work: () => Promise<void>): Promise<void>;
  /** Returns whether results for a receiver wait. */
  any(webhookId: string): boolean;
  /** Forgets the results for a receiver: another Keydesk sends for it, and sends them again. */
  drop(webhookId: string): void;
  /** Retries writing the results for a receiver. @throws any error of their work */
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
    any: webhookId => kept.values().some(own => own.webhookId === webhookId),
    drop: webhookId => {
      for (const [n, own] of kept) if (own.webhookId === webhookId) kept.delete(n);
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
