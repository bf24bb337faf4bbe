/**
 * Adds the indexes of the overview, and those by which assignments are sorted and filtered by their age and the cause of a failure. An index
 * begins with the column of a filter and continues with the order of the list. The indexes by time end with the state, so that numbers by state
 * are counted along the index alone. They do not begin with the state: SQLite would prefer them to the index by state.
 */
export const migration = `CREATE INDEX assignment_created ON assignment (tenant, created_at DESC, id, state);
   CREATE INDEX assignment_activated ON assignment (tenant, activated_at DESC, id, state) WHERE activated_at IS NOT NULL;
   CREATE INDEX assignment_cause ON assignment (tenant, json_extract(failure, '$.code'), updated_at DESC, id) WHERE state = 'failed';
   CREATE INDEX assignment_by_user ON assignment (tenant, display_name COLLATE NOCASE, id);
   CREATE INDEX activation_at ON activation (tenant, activated_at);`;
