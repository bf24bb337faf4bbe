import type { Generated } from 'kysely';

/** A receiver. `types` and `fields` are lists as JSON. */
export interface WebhookTable {
  id: string;
  /** Null for one of an earlier version that no record traces to a tenant. */
  tenant: string | null;
  url: string;
  types: string;
  fields: string;
  private_host: string | null;
  state: string;
  created_at: string;
  /** Events up to this `seq` are in the outbox, or were none for it. */
  place: number;
  /** The running Keydesk that sends for it, see instance.ts. */
  owner: string | null;
}

/** Which secrets are live: the newest has no end. `sealed` is null where the shell cannot seal. */
interface WebhookSecretTable {
  webhook_id: string;
  fingerprint: string;
  sealed: Uint8Array | null;
  expires_at: number | null;
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
  /** When it was tried first; from then on it has its three days. */
  first_at: number | null;
  /** Only the first of a user's has one, and no other is sent: that keeps their order. */
  next_at: number | null;
  done_at: number | null;
  failure: string | null;
}

/** How many deliveries of a webhook are in a state. */
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
