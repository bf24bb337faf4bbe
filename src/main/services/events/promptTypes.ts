/**
 * Events that concern one person and are handled before batches (workflows/engine/queues.ts), as a list of SQL. Word for word the
 * condition of the index event_prompt.
 */
export const PROMPT_TYPES = `('security-key.activated', 'passkey.registered', 'passkey.failed',
     'passkey.cancelled', 'passkey.expired', 'passkey.revoked')`;
