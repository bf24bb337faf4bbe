/**
 * An assignment that goes on to something else while its unfinished enrollment may still turn out to be registered: a person cancels it
 * or tries it again, a workflow does, it expires, another enrollment takes it up. From then on that passkey, if it is there, gets an
 * assignment of its own (assignments/settle.ts): a passkey that Entra has must not be missing from the record. A trigger, because
 * several features move an assignment on.
 */
export const owedAssignments = `CREATE TRIGGER assignment_leaves_enrollment AFTER UPDATE OF state ON assignment
     WHEN OLD.enrollment_id IS NOT NULL AND OLD.state IN ('provisioning', 'failed')
       AND NEW.state NOT IN ('provisioning', 'failed', 'active')
   BEGIN
     UPDATE journal SET owes_assignment = 1 WHERE id = OLD.enrollment_id AND state NOT IN ('done', 'cleaned-up');
   END;
   UPDATE journal SET owes_assignment = 1 WHERE state <> 'cleaned-up' AND id IN (
     SELECT enrollment_id FROM assignment a WHERE enrollment_id IS NOT NULL AND state IN ('pending', 'cancelled', 'expired')
       AND NOT EXISTS (SELECT 1 FROM assignment o WHERE o.tenant = a.tenant AND o.user_id = a.user_id AND o.method_id = journal.method_id));`;
