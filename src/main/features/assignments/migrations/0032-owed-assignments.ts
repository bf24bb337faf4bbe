/**
 * Marks an enrollment whose assignment moves on although the enrollment may still turn out to be registered: a person cancels or retries
 * the assignment, a workflow retries it, it expires, or another enrollment takes it. If Entra has the passkey, it then gets an assignment
 * of its own (assignments/settle.ts), because no passkey may be missing from the record. A finished enrollment is marked too: its
 * assignment may not be updated yet. The enrollment keeps the id of its key, because the key may be marked as lost in the meantime, and
 * nothing else identifies a key without a serial number. A trigger does this, so that no statement can forget it.
 */
export const migration = `ALTER TABLE journal ADD COLUMN owed_key TEXT;
   CREATE TRIGGER assignment_leaves_enrollment AFTER UPDATE OF state ON assignment
     WHEN OLD.enrollment_id IS NOT NULL AND OLD.state IN ('provisioning', 'failed')
       AND (NEW.state IN ('pending', 'cancelled', 'expired') OR (NEW.state = 'revoked' AND NEW.method_id IS NULL))
   BEGIN
     UPDATE journal SET owes_assignment = 1, owed_key = OLD.security_key_id
       WHERE id = OLD.enrollment_id AND state <> 'cleaned-up';
   END;
   UPDATE journal SET owes_assignment = 1,
       owed_key = (SELECT security_key_id FROM assignment WHERE enrollment_id = journal.id ORDER BY updated_at DESC LIMIT 1)
     WHERE state <> 'cleaned-up'
       AND NOT EXISTS (SELECT 1 FROM assignment WHERE enrollment_id = journal.id AND state NOT IN ('pending', 'cancelled', 'expired'))
       AND NOT EXISTS (SELECT 1 FROM assignment WHERE tenant = journal.connection AND method_id = journal.method_id)
       AND (method_id IS NULL OR method_id NOT IN (SELECT json_extract(facts, '$.methodId') FROM activity
         WHERE kind = 'passkey-deleted' AND result = 'done' AND json_extract(facts, '$.methodId') IS NOT NULL))
       AND (state <> 'done' OR EXISTS (SELECT 1 FROM assignment WHERE enrollment_id = journal.id));`;
