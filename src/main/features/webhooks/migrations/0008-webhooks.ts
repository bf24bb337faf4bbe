/** Webhooks, their secrets and their outbox. */
export const migration = `CREATE TABLE webhook (
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
