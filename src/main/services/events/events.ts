import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { EventData, EventType } from '../../../contract/webhooks/events.ts';
import { statement } from '../../base/store/statement.ts';
import { inTransaction, type Steps } from '../../base/store/steps.ts';
import { isoNow, type Transaction } from '../../base/store/transactions.ts';
import type { EventTable } from './tables.ts';

/** An event that has just happened to a user of a tenant. */
export interface NewEvent {
  readonly type: EventType;
  /** The tenant's name as `nameOfTarget` returns it. */
  readonly tenant: string;
  readonly user: { readonly id: string; readonly userPrincipalName: string };
  readonly data: EventData;
  /** For an event that may be published twice after a crash: a second event with the same id is ignored. */
  readonly id?: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

const insert = statement<Omit<Insertable<EventTable>, 'seq'>>(
  `INSERT INTO event (id, type, at, tenant, user_id, user_principal_name, data)
   VALUES (:id, :type, :at, :tenant, :user_id, :user_principal_name, :data) ON CONFLICT (id) DO NOTHING`,
);

/**
 * Writes an event in the transaction of its change: after a crash either both exist, or neither. Workflows and webhooks
 * read events in the order of `seq`, each from a position of its own.
 */
export function* publishing(event: NewEvent): Steps<void> {
  const { type, tenant, user, data, id = randomUUID(), at } = event;
  yield insert({
    id,
    type,
    at,
    tenant,
    user_id: user.id,
    user_principal_name: user.userPrincipalName,
    data: JSON.stringify(data),
  });
}

/** Writes an event that happens now, as `publishing` does, in a transaction of the core. */
export function publish(transaction: Transaction, event: Omit<NewEvent, 'at'>): Promise<void> {
  return inTransaction(transaction, publishing({ ...event, at: isoNow(transaction) }));
}
