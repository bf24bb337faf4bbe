import { randomUUID } from 'node:crypto';
import type { EventData, EventType } from '../../../contract/webhooks/events.ts';
import type { Transaction } from '../../base/store/transactions.ts';

/** An event that has just happened to a user of a tenant. */
export interface NewEvent {
  readonly type: EventType;
  /** The tenant as `nameOfConnection` names it. */
  readonly tenant: string;
  readonly user: { readonly id: string; readonly userPrincipalName: string };
  readonly data: EventData;
  /** For what may be told twice after a crash: the same id makes the second telling none. */
  readonly id?: string;
}

/**
 * Writes an event in the transaction of the change that it tells of: either both are there after a crash, or neither.
 * Events are read in the order of `seq`, by whoever keeps its own place (workflows, webhooks).
 */
export async function publish(transaction: Transaction, event: NewEvent): Promise<void> {
  const { type, tenant, user, data, id = randomUUID() } = event;
  await transaction
    .insertInto('event')
    .values({
      id,
      type,
      at: new Date().toISOString(),
      tenant,
      user_id: user.id,
      user_principal_name: user.userPrincipalName,
      data: JSON.stringify(data),
    })
    .onConflict(conflict => conflict.column('id').doNothing())
    .execute();
}
