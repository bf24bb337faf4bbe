/** The kinds of passkey that count, separated by spaces. A passkey on a phone is not on a security key. */
export const migration = "ALTER TABLE workflow_version ADD COLUMN counted TEXT NOT NULL DEFAULT 'security-key'";
