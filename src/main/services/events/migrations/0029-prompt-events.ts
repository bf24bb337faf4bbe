/** An event that ends an assignment also ends its run, so the engine handles it first. */
export const migration = `DROP INDEX event_prompt;
   CREATE INDEX event_prompt ON event (seq) WHERE type IN ('security-key.activated', 'passkey.registered', 'passkey.failed',
     'passkey.cancelled', 'passkey.expired', 'passkey.revoked');`;
