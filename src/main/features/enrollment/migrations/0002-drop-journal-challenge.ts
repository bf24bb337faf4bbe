/** The journal does not store the challenge, because nothing reads it. */
export const migration = 'ALTER TABLE journal DROP COLUMN challenge';
