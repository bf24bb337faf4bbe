/**
 * Events about one user, which are handled before batches (workflows/engine/queues.ts), as a list of SQL. The text must
 * be identical to the condition of the index event_prompt.
 */
export const PROMPT_TYPES = `('security-key.activated', 'passkey.registered', 'passkey.failed',
     'passkey.cancelled', 'passkey.expired', 'passkey.revoked')`;
