import type { Failure } from '../../../contract/errors/failure.ts';
import type { DeliveryPage, DeliveryQuery } from '../../../contract/webhooks/schema.ts';
import type { Database } from '../../base/store/transactions.ts';
import { type DueDelivery, due, fill, recall } from './outboxFill.ts';
import { listDeliveries } from './outboxList.ts';
import { delivered, failed, resend, type Sent } from './outboxSettle.ts';

/**
 * The deliveries of all receivers. For each user and receiver, only the oldest delivery has a time (`next_at`). When it ends, the next one
 * gets the time. So all due deliveries can be sent in parallel, and the order of each user's events is kept.
 */
export interface Outbox {
  /** Adds the next events of a receiver's tenant to the outbox, once each. Returns false if there were none. */
  fill(webhookId: string, now: number): Promise<boolean>;
  /**
   * Makes deliveries due whose time is further away than any delay. They were written while the clock was wrong, and would block all later
   * ones.
   */
  recall(webhookId: string, now: number): Promise<void>;
  due(webhookId: string, now: number, limit: number): Promise<DueDelivery[]>;
  /** Ends a delivery. Returns false if it was not waiting any more, or another Keydesk sends for its receiver now. */
  delivered(sent: Sent, now: number): Promise<boolean>;
  /**
   * Records a failed attempt.
   * @param nextAt in ms; undefined gives the delivery up
   * @param firstAt the start of the time for which the delivery is retried, in ms. Default: the first attempt
   * @returns false as `delivered`
   */
  failed(sent: Sent, failure: Failure, now: number, nextAt: number | undefined, firstAt?: number): Promise<boolean>;
  /** Queues dead letters of a tenant again, by number or by receiver. Returns how many. */
  resend(tenant: string | null, which: { n: number } | { webhookId: string }, now: number): Promise<number>;
  /** Returns deliveries of a tenant's receivers, and of receivers without a tenant. */
  list(tenant: string | null, query: DeliveryQuery): Promise<DeliveryPage>;
}

export function createOutbox(database: Database): Outbox {
  return {
    fill: (webhookId, now) => fill(database, webhookId, now),
    recall: (webhookId, now) => recall(database, webhookId, now),
    due: (webhookId, now, limit) => due(database, webhookId, now, limit),
    delivered: (sent, now) => delivered(database, sent, now),
    failed: (sent, failure, now, nextAt, firstAt) => failed(database, sent, { failure, nextAt, firstAt }, now),
    resend: (tenant, which, now) => resend(database, tenant, which, now),
    list: (tenant, query) => listDeliveries(database, tenant, query),
  };
}
