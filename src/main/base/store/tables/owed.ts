/**
 * An assignment that goes on to something else while its enrollment may still turn out to be registered: a person cancels it or tries
 * it again, a workflow does, it expires, another enrollment takes it up. From then on that passkey, if it is there, gets an
 * assignment of its own (assignments/settle.ts): a passkey that Entra has must not be missing from the record. An enrollment that is
 * done counts as well, because its assignment may not have been told yet. The key stays noted with the enrollment: it may be marked as
 * lost meanwhile, and nothing else names a key without a serial number. A trigger, because several features move an assignment on.
 */
export const owedAssignments = `ALTER TABLE journal ADD COLUMN owed_key TEXT;
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
