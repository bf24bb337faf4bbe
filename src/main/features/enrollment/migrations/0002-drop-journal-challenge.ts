/** The journal keeps no challenge: nothing reads it. */
export const migration = 'ALTER TABLE journal DROP COLUMN challenge';
