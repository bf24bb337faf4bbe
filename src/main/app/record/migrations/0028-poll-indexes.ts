/** Adds indexes for frequent queries of several owners. */
export const migration = `CREATE INDEX webhook_delivery_of ON webhook_delivery (webhook_id);
   CREATE INDEX activation_code_tenant ON activation_code (tenant);
   DROP INDEX journal_unfinished;
   CREATE INDEX journal_unfinished ON journal (started_at) WHERE state NOT IN ('done', 'cleaned-up');`;
