/**
 * Each webhook belongs to a tenant and gets only the events of that tenant. A webhook of an earlier version belongs to the tenant in which
 * the activity log says that it was added, or else to the only tenant that has events. If neither is known, it belongs to no tenant and is
 * disabled until a person enables it in a tenant. Queued messages about events of another tenant are deleted; the events stay.
 *
 * The tables are created again, because SQLite cannot change UNIQUE constraints.
 */
export const migration = `CREATE TABLE webhook_next (
     id TEXT PRIMARY KEY,
     tenant TEXT,
     url TEXT NOT NULL,
     types TEXT NOT NULL,
     fields TEXT NOT NULL,
     private_host TEXT,
     state TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'gone')),
     created_at TEXT NOT NULL,
     place INTEGER NOT NULL,
     owner TEXT,
     UNIQUE (tenant, url)
   ) STRICT;
   CREATE TABLE webhook_secret_next (
     webhook_id TEXT NOT NULL REFERENCES webhook_next (id) ON DELETE CASCADE,
     fingerprint TEXT NOT NULL,
     sealed BLOB,
     expires_at INTEGER,
     PRIMARY KEY (webhook_id, fingerprint)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE webhook_delivery_next (
     n INTEGER PRIMARY KEY AUTOINCREMENT,
     webhook_id TEXT NOT NULL REFERENCES webhook_next (id) ON DELETE CASCADE,
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
   INSERT INTO webhook_next
     SELECT id, tenant, url, types, fields, private_host, iif(tenant IS NULL AND state = 'active', 'disabled', state),
       created_at, place, owner
     FROM (SELECT *, coalesce(
         (SELECT tenant FROM activity WHERE kind = 'webhook-added'
            AND iif(json_valid(facts), json_extract(facts, '$.webhookId'), NULL) = webhook.id ORDER BY seq LIMIT 1),
         (SELECT max(tenant) FROM event HAVING min(tenant) = max(tenant))) AS tenant FROM webhook);
   INSERT INTO webhook_secret_next SELECT webhook_id, fingerprint, sealed, expires_at FROM webhook_secret;
   INSERT INTO webhook_delivery_next
     SELECT n, webhook_id, event_seq, d.user_id, d.state, attempts, queued_at, first_at, next_at, done_at, failure
     FROM webhook_delivery d JOIN event ON event.seq = event_seq JOIN webhook_next w ON w.id = webhook_id
     WHERE d.state = 'delivered' OR w.tenant IS NULL OR w.tenant = event.tenant;
   INSERT OR IGNORE INTO sqlite_sequence SELECT 'webhook_delivery_next', 0
     WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'webhook_delivery_next');
   UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(seq), 0) FROM sqlite_sequence
     WHERE name IN ('webhook_delivery', 'webhook_delivery_next')) WHERE name = 'webhook_delivery_next';
   DROP TABLE webhook_delivery;
   DROP TABLE webhook_secret;
   DROP TABLE webhook;
   ALTER TABLE webhook_next RENAME TO webhook;
   ALTER TABLE webhook_secret_next RENAME TO webhook_secret;
   ALTER TABLE webhook_delivery_next RENAME TO webhook_delivery;
   CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_at, n) WHERE next_at IS NOT NULL;
   CREATE INDEX webhook_delivery_behind ON webhook_delivery (webhook_id, user_id, n) WHERE state = 'waiting';
   CREATE INDEX webhook_delivery_state ON webhook_delivery (webhook_id, state, n);
   CREATE INDEX webhook_delivery_done ON webhook_delivery (done_at) WHERE state = 'delivered';
   CREATE INDEX webhook_delivery_event ON webhook_delivery (event_seq);`;
