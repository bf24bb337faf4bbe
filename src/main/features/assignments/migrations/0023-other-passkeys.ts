/**
 * The number of passkeys that Entra had for the user, without those of assignments, when this assignment became
 * active. Null if unknown.
 */
export const migration = 'ALTER TABLE assignment ADD COLUMN other_passkeys INTEGER';
