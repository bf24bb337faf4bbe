import type { Failure } from '../../../contract/errors/failure.ts';
import type { DeliveryPage, DeliveryQuery } from '../../../contract/webhooks/schema.ts';
import type { Database } from '../../base/store/transactions.ts';
import { type DueDelivery, due, fill, recall } from './outboxFill.ts';
import { listDeliveries } from './outboxList.ts';
import { delivered, failed, resend } from './outboxSettle.ts';

/**
 * What is to be sent to whom. Of each user's deliveries to a receiver only the oldest has a time (`next_at`), and passes it
 * on when it is done with: whatever is due may be sent side by side, and the order of each user is kept.
 */
export interface Outbox {
  /** Takes the next events of a receiver's tenant into the outbox, once each; false when there were none. */
  fill(webhookId: string, now: number): Promise<boolean>;
  /** Makes due what was put off for longer than any wait: the clock was wrong then, and one message would hold up all behind it. */
  recall(webhookId: string, now: number): Promise<void>;
  due(webhookId: string, now: number, limit: number): Promise<DueDelivery[]>;
  /** Returns false where it was not waiting any more. */
  delivered(n: number, now: number): Promise<boolean>;
  /**
   * @param nextAt in ms; undefined gives it up
   * @param firstAt in ms; from when on the receiver's patience is counted, where that is not the first attempt
   * @returns false where it was not waiting any more
   */
  failed(n: number, failure: Failure, now: number, nextAt: number | undefined, firstAt?: number): Promise<boolean>;
  /** Puts dead letters of a tenant back, of one number or of a receiver. Returns how many. */
  resend(tenant: string | null, which: { n: number } | { webhookId: string }, now: number): Promise<number>;
  /** Those of the receivers of a tenant, and of receivers of none. */
  list(tenant: string | null, query: DeliveryQuery): Promise<DeliveryPage>;
}

export function createOutbox(database: Database): Outbox {
  return {
    fill: (webhookId, now) => fill(database, webhookId, now),
    recall: (webhookId, now) => recall(database, webhookId, now),
    due: (webhookId, now, limit) => due(database, webhookId, now, limit),
    delivered: (n, now) => delivered(database, n, now),
    failed: (n, failure, now, nextAt, firstAt) => failed(database, n, { failure, nextAt, firstAt }, now),
    resend: (tenant, which, now) => resend(database, tenant, which, now),
    list: (tenant, query) => listDeliveries(database, tenant, query),
  };
}
