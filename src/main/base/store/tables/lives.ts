/** By which the pruner finds what is old (store/pruner.ts), so that looking for it costs nothing where nothing is. */
export const lifeIndexes = `CREATE INDEX activation_code_expires ON activation_code (expires_at);
   CREATE INDEX document_fetched ON document (fetched_at);
   CREATE INDEX passkey_list_fetched ON passkey_list (fetched_at);
   CREATE INDEX journal_cleaned_up ON journal (updated_at) WHERE state = 'cleaned-up';
   CREATE INDEX workflow_run_ended ON workflow_run (updated_at) WHERE state IN ('registered', 'skipped');
   CREATE INDEX webhook_delivery_dead ON webhook_delivery (done_at) WHERE state = 'dead';
   CREATE INDEX webhook_delivery_waiting ON webhook_delivery (queued_at) WHERE state = 'waiting';
   CREATE INDEX unseen_pin_lost ON unseen_pin (lost_at) WHERE key_identity IS NULL;`;

/**
 * What rounds and starts look for again and again. With all columns that they ask for, so that these are taken before the indexes of
 * all assignments of a tenant.
 */
export const roundIndexes = `DROP INDEX assignment_deletion;
   CREATE INDEX assignment_deletion ON assignment (tenant, deletion, updated_at) WHERE deletion = 'due';
   CREATE INDEX assignment_unproven ON assignment (tenant, state, reason, enrollment_id) WHERE reason = 'registered-unproven';
   CREATE INDEX unseen_pin_held ON unseen_pin (instance) WHERE lost_at IS NULL;`;
