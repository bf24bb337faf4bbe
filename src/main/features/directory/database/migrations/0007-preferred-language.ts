/** The language in which a user gets a hand-over sheet. It is empty until the next import that reads all users. */
export const migration = 'ALTER TABLE users ADD COLUMN preferred_language TEXT;';
