/** Keydesk identifies a key without a serial number while a person waits (inventory/records.ts). */
export const migration = `CREATE INDEX journal_site ON journal (rp_id);
   CREATE INDEX assignment_credential ON assignment (credential_id) WHERE credential_id IS NOT NULL;
   CREATE INDEX assignment_unlisted ON assignment (key_aaguid) WHERE security_key_id IS NULL AND credential_id IS NOT NULL
     AND state = 'active';
   DROP INDEX security_key_aaguid;
   CREATE INDEX security_key_aaguid ON security_key (aaguid, identified_by);`;
