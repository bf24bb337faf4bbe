/** A page of a list is read from its place in the index, and ends after a number of rows. */
export const migration = `DROP INDEX assignment_updated;
   CREATE INDEX assignment_updated ON assignment (tenant, updated_at DESC, id);
   CREATE INDEX security_key_seen ON security_key (last_seen_at DESC, id);`;
