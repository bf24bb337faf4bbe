import type { Generated } from 'kysely';

export const webhookTables = `CREATE TABLE webhook (
     id TEXT PRIMARY KEY,
     url TEXT NOT NULL UNIQUE,
     types TEXT NOT NULL,
     fields TEXT NOT NULL,
     private_host TEXT,
     state TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'gone')),
     created_at TEXT NOT NULL,
     place INTEGER NOT NULL,
     owner TEXT
   ) STRICT;
   CREATE TABLE webhook_secret (
     webhook_id TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
     fingerprint TEXT NOT NULL,
     sealed BLOB,
     expires_at INTEGER,
     PRIMARY KEY (webhook_id, fingerprint)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE webhook_delivery (
     n INTEGER PRIMARY KEY AUTOINCREMENT,
     webhook_id TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
     event_seq INTEGER NOT NULL REFERENCES event (seq),
     user_id TEXT NOT NULL,
     state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
     attempts INTEGER NOT NULL DEFAULT 0,
     queued_at INTEGER NOT NULL,
     first_at INTEGER,
     next_at INTEGER CHECK (next_at IS NULL OR state = 'waiting'),
     done_at INTEGER,
     failure TEXT,
     UNIQUE (webhook_id, event_seq)
   ) STRICT;
   CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_at, n) WHERE next_at IS NOT NULL;
   CREATE INDEX webhook_delivery_behind ON webhook_delivery (webhook_id, user_id, n) WHERE state = 'waiting';
   CREATE INDEX webhook_delivery_state ON webhook_delivery (webhook_id, state, n);`;

/** A receiver. `types` and `fields` are lists as JSON. */
export interface WebhookTable {
  id: string;
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
export interface WebhookSecretTable {
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
