/**
 * Rounds and starts query these rows again and again. The indexes hold all queried columns, so that SQLite prefers
 * them to the indexes of all assignments of a tenant.
 */
export const migration = `DROP INDEX assignment_deletion;
   CREATE INDEX assignment_deletion ON assignment (tenant, deletion, updated_at) WHERE deletion = 'due';
   CREATE INDEX assignment_unproven ON assignment (tenant, state, reason, enrollment_id) WHERE reason = 'registered-unproven';
   CREATE INDEX unseen_pin_held ON unseen_pin (instance) WHERE lost_at IS NULL;`;
