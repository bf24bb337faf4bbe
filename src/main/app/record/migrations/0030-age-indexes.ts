/**
 * Adds the indexes by which the pruner finds old rows of several owners (app/pruner.ts). If no row is old, the query
 * costs nothing.
 */
export const migration = `CREATE INDEX activation_code_expires ON activation_code (expires_at);
   CREATE INDEX document_fetched ON document (fetched_at);
   CREATE INDEX passkey_list_fetched ON passkey_list (fetched_at);
   CREATE INDEX journal_cleaned_up ON journal (updated_at) WHERE state = 'cleaned-up';
   CREATE INDEX workflow_run_ended ON workflow_run (updated_at) WHERE state IN ('registered', 'skipped');
   CREATE INDEX webhook_delivery_dead ON webhook_delivery (done_at) WHERE state = 'dead';
   CREATE INDEX webhook_delivery_waiting ON webhook_delivery (queued_at) WHERE state = 'waiting';
   CREATE INDEX unseen_pin_lost ON unseen_pin (lost_at) WHERE key_identity IS NULL;`;
