import type { Generated } from 'kysely';

/** A receiver. `types` and `fields` are lists as JSON. */
export interface WebhookTable {
  id: string;
  /** Null for a webhook of an earlier version whose tenant is unknown. */
  tenant: string | null;
  url: string;
  types: string;
  fields: string;
  private_host: string | null;
  state: string;
  created_at: string;
  /** All events up to this `seq` were added to the outbox, or did not concern this webhook. */
  place: number;
  /** The running Keydesk that sends its messages (base/store/instance.ts). */
  owner: string | null;
  /** Raised with each change of the owner, so that a former owner settles nothing. */
  term: Generated<number>;
}

/** A valid secret; the newest does not expire. `sealed` is null if the shell cannot seal. */
interface WebhookSecretTable {
  webhook_id: string;
  fingerprint: string;
  sealed: Uint8Array | null;
  expires_at: number | null;
  /** The same for other desks of a shared record (services/deskKeys/copies.ts). */
  copies: Generated<string>;
}

/** The outbox: one event for one receiver. Times are milliseconds since the epoch, `failure` is a Failure as JSON. */
export interface WebhookDeliveryTable {
  n: Generated<number>;
  webhook_id: string;
  event_seq: number;
  user_id: string;
  state: Generated<string>;
  attempts: Generated<number>;
  queued_at: number;
  /** The time of the first attempt. After three days the message is given up. */
  first_at: number | null;
  /** Only the oldest waiting message of a user has one, and only that one is sent, so that messages keep their order. */
  next_at: number | null;
  done_at: number | null;
  failure: string | null;
}

/** The number of a webhook's deliveries in each state. */
interface WebhookCountTable {
  webhook_id: string;
  state: string;
  count: number;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    webhook: WebhookTable;
    webhook_count: WebhookCountTable;
    webhook_delivery: WebhookDeliveryTable;
    webhook_secret: WebhookSecretTable;
  }
}
