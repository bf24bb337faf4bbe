/** The kinds of passkey that count as having one, separated by spaces. A passkey on a phone is no security key. */
export const migration = "ALTER TABLE workflow_version ADD COLUMN counted TEXT NOT NULL DEFAULT 'security-key'";
