/** Returns the standing of one key, as SQL. @param id An SQL expression for the id of the key */
const standing = (id: string) => `CASE
       WHEN mark IS NOT NULL THEN mark
       WHEN EXISTS (SELECT 1 FROM assignment WHERE security_key_id = ${id} AND state = 'active') THEN 'active'
       WHEN (SELECT min(tenant) <> max(tenant) FROM assignment WHERE security_key_id = ${id}) THEN 'shared'
       WHEN identified_by = 'credential'
         AND (SELECT reason FROM assignment WHERE security_key_id = ${id} ORDER BY updated_at DESC LIMIT 1)
           IN ('key-reset', 'credential-deleted')
         AND NOT EXISTS (SELECT 1 FROM assignment WHERE security_key_id = ${id} AND deletion = 'due') THEN 'erased'
       WHEN (SELECT state FROM assignment WHERE security_key_id = ${id} ORDER BY updated_at DESC LIMIT 1)
         IN ('pending', 'provisioning', 'failed') THEN 'assigned'
       ELSE 'blank' END`;

const stand = (id: string) => `UPDATE security_key SET standing = ${standing(id)} WHERE id = ${id};`;

/**
 * The indexes by which the lists of keys, assignments and deliveries are read, and the counts beside them. An index begins with the
 * column of a filter and continues with the order of the list, so that a page reads few rows however few match. Triggers update the
 * counts, so that no statement can forget it. The functions above return exactly the SQL that was released: do not change them.
 *
 * `standing` is the state of a key in the inventory. It is derived from the mark of the key and from its newest assignment. Two values are
 * not states. `erased` is a key that no list shows. `shared` is a key without a mark and without an active passkey that has assignments
 * of several tenants: its state depends on the tenant of the query, and is computed there (inventory/query.ts).
 */
export const migration = `DROP INDEX assignment_state;
   CREATE INDEX assignment_state ON assignment (tenant, state, updated_at DESC, id);
   CREATE INDEX assignment_named ON assignment (tenant, user_principal_name COLLATE NOCASE);
   CREATE INDEX assignment_serial ON assignment (tenant, key_serial) WHERE key_serial IS NOT NULL;
   CREATE INDEX assignment_model ON assignment (tenant, key_aaguid, state, updated_at DESC, id) WHERE key_aaguid IS NOT NULL;
   CREATE INDEX assignment_made_by ON assignment (tenant, workflow_id, state, updated_at DESC, id) WHERE workflow_id IS NOT NULL;

   CREATE TABLE assignment_count (
     tenant TEXT NOT NULL,
     state TEXT NOT NULL,
     count INTEGER NOT NULL,
     PRIMARY KEY (tenant, state)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO assignment_count SELECT tenant, state, count(*) FROM assignment GROUP BY tenant, state;
   CREATE TRIGGER assignment_counted AFTER INSERT ON assignment BEGIN
     INSERT INTO assignment_count VALUES (NEW.tenant, NEW.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
   END;
   CREATE TRIGGER assignment_recounted AFTER UPDATE OF tenant, state ON assignment
     WHEN OLD.state <> NEW.state OR OLD.tenant <> NEW.tenant BEGIN
     UPDATE assignment_count SET count = count - 1 WHERE tenant = OLD.tenant AND state = OLD.state;
     DELETE FROM assignment_count WHERE tenant = OLD.tenant AND count = 0;
     INSERT INTO assignment_count VALUES (NEW.tenant, NEW.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
   END;
   CREATE TRIGGER assignment_uncounted AFTER DELETE ON assignment BEGIN
     UPDATE assignment_count SET count = count - 1 WHERE tenant = OLD.tenant AND state = OLD.state;
   END;

   ALTER TABLE security_key ADD COLUMN standing TEXT NOT NULL DEFAULT 'blank';
   UPDATE security_key SET standing = ${standing('security_key.id')};
   CREATE INDEX security_key_standing ON security_key (standing, last_seen_at DESC, id);
   CREATE INDEX security_key_shared ON security_key (last_seen_at DESC, id) WHERE standing = 'shared';
   CREATE TABLE security_key_count (standing TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   INSERT INTO security_key_count SELECT standing, count(*) FROM security_key GROUP BY standing;
   CREATE TRIGGER security_key_added AFTER INSERT ON security_key BEGIN
     INSERT INTO security_key_count VALUES (NEW.standing, 1) ON CONFLICT DO UPDATE SET count = count + 1;
     ${stand('NEW.id')}
   END;
   CREATE TRIGGER security_key_changed AFTER UPDATE OF mark, identified_by ON security_key BEGIN
     ${stand('NEW.id')}
   END;
   CREATE TRIGGER security_key_recounted AFTER UPDATE OF standing ON security_key WHEN OLD.standing <> NEW.standing BEGIN
     UPDATE security_key_count SET count = count - 1 WHERE standing = OLD.standing;
     INSERT INTO security_key_count VALUES (NEW.standing, 1) ON CONFLICT DO UPDATE SET count = count + 1;
   END;
   CREATE TRIGGER security_key_removed AFTER DELETE ON security_key BEGIN
     UPDATE security_key_count SET count = count - 1 WHERE standing = OLD.standing;
   END;
   CREATE TRIGGER assignment_on_key AFTER INSERT ON assignment WHEN NEW.security_key_id IS NOT NULL BEGIN
     ${stand('NEW.security_key_id')}
   END;
   CREATE TRIGGER assignment_changed_on_key
     AFTER UPDATE OF security_key_id, tenant, state, reason, deletion, updated_at ON assignment
     WHEN NEW.security_key_id IS NOT NULL BEGIN
     ${stand('NEW.security_key_id')}
   END;
   CREATE TRIGGER assignment_left_key AFTER UPDATE OF security_key_id ON assignment
     WHEN OLD.security_key_id IS NOT NULL AND OLD.security_key_id IS NOT NEW.security_key_id BEGIN
     ${stand('OLD.security_key_id')}
   END;
   CREATE TRIGGER assignment_off_key AFTER DELETE ON assignment WHEN OLD.security_key_id IS NOT NULL BEGIN
     ${stand('OLD.security_key_id')}
   END;

   CREATE TABLE webhook_count (
     webhook_id TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
     state TEXT NOT NULL,
     count INTEGER NOT NULL,
     PRIMARY KEY (webhook_id, state)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO webhook_count SELECT webhook_id, state, count(*) FROM webhook_delivery GROUP BY webhook_id, state;
   CREATE TRIGGER webhook_delivery_queued AFTER INSERT ON webhook_delivery BEGIN
     INSERT INTO webhook_count VALUES (NEW.webhook_id, NEW.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
   END;
   CREATE TRIGGER webhook_delivery_moved AFTER UPDATE OF webhook_id, state ON webhook_delivery
     WHEN OLD.state <> NEW.state OR OLD.webhook_id <> NEW.webhook_id BEGIN
     UPDATE webhook_count SET count = count - 1 WHERE webhook_id = OLD.webhook_id AND state = OLD.state;
     INSERT INTO webhook_count VALUES (NEW.webhook_id, NEW.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
   END;
   CREATE TRIGGER webhook_delivery_removed AFTER DELETE ON webhook_delivery BEGIN
     UPDATE webhook_count SET count = count - 1 WHERE webhook_id = OLD.webhook_id AND state = OLD.state;
   END;`;
