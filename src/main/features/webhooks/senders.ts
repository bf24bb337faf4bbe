import type { Instance } from '../../base/store/instance.ts';
import type { Database, Transaction } from '../../base/store/transactions.ts';
import type { Endpoint } from './endpoint.ts';

/** The right to send for one receiver. A former sender has an older term. */
export interface Sender {
  readonly webhookId: string;
  readonly owner: string;
  readonly term: number;
}

/**
 * Which running Keydesk sends for which receiver: one at a time, among all desks of a record. A sender that the record has not seen for ten seconds stops by itself; others
 * take over after fifteen.
 */
export interface Senders {
  /** Returns whether another running Keydesk sends for a receiver. */
  isAnothers(endpoint: Endpoint): boolean;
  /** Makes this Keydesk the sender. Writes only if it is not. Returns undefined if another one is, or this desk may not lead. */
  claim(endpoint: Endpoint): Promise<Sender | undefined>;
  /** Returns whether this Keydesk may send now as this sender. */
  isStill(sender: Sender): boolean;
  /** Returns the present term of a sender, if nobody else was sender since; otherwise undefined. */
  present(sender: Sender): Sender | undefined;
  /** Frees a receiver whose sender has ended, for others that can send. */
  letGo(endpoint: Endpoint): Promise<void>;
  /** Releases all receivers that this Keydesk sends for. */
  release(): Promise<void>;
}

/** A receiver that this Keydesk sends for. */
interface Held {
  readonly sender: Sender;
  /** The term in which this Keydesk became the sender. It may have claimed the receiver again since, after the record was away. */
  readonly since: number;
  /** As that of Instance. */
  readonly lead: number;
}

export function createSenders(database: Database, instance: Pick<Instance, 'id' | 'isPresent' | 'mayLead'>): Senders {
  const held = new Map<string, Held>();
  const isOwn = ({ owner }: Pick<Endpoint, 'owner'>) => owner === instance.id;
  /** Changes the owner, unless it has changed since it was read. */
  const pass = async ({ id, owner, term }: Endpoint, to: string | null) => {
    const { numUpdatedRows } = await database
      .updateTable('webhook')
      .set({ owner: to, term: term + 1 })
      .where('id', '=', id)
      .where('owner', 'is', owner)
      .where('term', '=', term)
      .executeTakeFirst();
    return Number(numUpdatedRows) === 1;
  };
  return {
    isAnothers: ({ owner }) => owner !== null && owner !== instance.id && instance.isPresent(owner),
    claim: async endpoint => {
      const { id, owner, term } = endpoint;
      const lead = instance.mayLead();
      if (lead === undefined || (!isOwn(endpoint) && owner !== null && instance.isPresent(owner))) return undefined;
      const known = held.get(id);
      const isContinued = isOwn(endpoint) && known?.sender.term === term;
      if (isContinued && known.lead === lead) return known.sender;
      // Others may have meant to take over while the record did not see this desk. Only one of the two changes this term.
      if (!(await pass(endpoint, instance.id))) return undefined;
      const sender = { webhookId: id, owner: instance.id, term: term + 1 };
      held.set(id, { sender, since: isContinued ? known.since : sender.term, lead });
      return sender;
    },
    isStill: ({ webhookId, term }) => {
      const known = held.get(webhookId);
      return known?.sender.term === term && instance.mayLead() === known.lead;
    },
    present: ({ webhookId, term }) => {
      const known = held.get(webhookId);
      return known !== undefined && known.since <= term ? known.sender : undefined;
    },
    letGo: async endpoint => {
      if (endpoint.owner !== null && !instance.isPresent(endpoint.owner)) await pass(endpoint, null);
    },
    release: async () => {
      held.clear();
      await database.updateTable('webhook').set({ owner: null }).where('owner', '=', instance.id).execute();
    },
  };
}

/** Returns whether a sender is still that of its receiver. Call in the transaction that settles what it sent. */
export async function isSender(transaction: Transaction, { webhookId, owner, term }: Sender): Promise<boolean> {
  const row = await transaction
    .selectFrom('webhook')
    .select('id')
    .where('id', '=', webhookId)
    .where('owner', '=', owner)
    .where('term', '=', term)
    .executeTakeFirst();
  return row !== undefined;
}
