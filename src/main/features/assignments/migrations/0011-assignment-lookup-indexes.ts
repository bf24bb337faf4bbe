/**
 * SQLite prefers the index by user to the one by state, because it now holds the state too. The index by state may
 * lead to all rows.
 */
export const migration = `CREATE INDEX assignment_workflow ON assignment (tenant, workflow_name, workflow_id) WHERE workflow_id IS NOT NULL;
   DROP INDEX assignment_user;
   CREATE INDEX assignment_user ON assignment (tenant, user_id, state);`;
