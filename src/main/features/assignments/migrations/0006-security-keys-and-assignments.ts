/** The inventory of security keys, and the assignments that refer to it. */
export const migration = `CREATE TABLE security_key (
     id TEXT PRIMARY KEY,
     identity TEXT NOT NULL UNIQUE,
     identified_by TEXT NOT NULL CHECK (identified_by IN ('serial', 'credential', 'model')),
     product TEXT,
     manufacturer TEXT,
     serial TEXT,
     vendor_id INTEGER,
     product_id INTEGER,
     aaguid TEXT,
     firmware_version INTEGER,
     mark TEXT CHECK (mark IN ('lost', 'retired')),
     marked_at TEXT,
     first_seen_at TEXT NOT NULL,
     last_seen_at TEXT NOT NULL
   ) STRICT;
   CREATE INDEX security_key_aaguid ON security_key (aaguid);
   CREATE TABLE assignment (
     id TEXT PRIMARY KEY,
     tenant TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_principal_name TEXT NOT NULL,
     display_name TEXT NOT NULL,
     purpose TEXT NOT NULL CHECK (purpose IN ('primary', 'backup', 'additional')),
     state TEXT NOT NULL CHECK (state IN ('pending', 'provisioning', 'active', 'failed', 'revoked', 'expired', 'cancelled')),
     source TEXT NOT NULL CHECK (source IN ('desk', 'workflow', 'import')),
     workflow_id TEXT,
     workflow_name TEXT,
     group_id TEXT,
     group_name TEXT,
     security_key_id TEXT REFERENCES security_key (id),
     key_aaguid TEXT,
     key_serial TEXT,
     key_product TEXT,
     passkey_name TEXT,
     method_id TEXT,
     credential_id TEXT,
     enrollment_id TEXT,
     instance TEXT NOT NULL DEFAULT '',
     reason TEXT NOT NULL,
     failure TEXT,
     deletion TEXT CHECK (deletion IN ('due', 'done')),
     deletion_failure TEXT,
     created_at TEXT NOT NULL,
     updated_at TEXT NOT NULL,
     activated_at TEXT,
     expires_at TEXT
   ) STRICT;
   CREATE UNIQUE INDEX assignment_live ON assignment (tenant, user_id, purpose)
     WHERE purpose <> 'additional' AND state IN ('pending', 'provisioning', 'active', 'failed');
   CREATE INDEX assignment_user ON assignment (tenant, user_id);
   CREATE INDEX assignment_state ON assignment (tenant, state);
   CREATE INDEX assignment_updated ON assignment (tenant, updated_at);
   CREATE INDEX assignment_method ON assignment (tenant, method_id) WHERE method_id IS NOT NULL;
   CREATE INDEX assignment_security_key ON assignment (security_key_id) WHERE security_key_id IS NOT NULL;
   CREATE INDEX assignment_expiring ON assignment (expires_at) WHERE state = 'pending' AND expires_at IS NOT NULL;
   CREATE INDEX assignment_provisioning ON assignment (tenant) WHERE state = 'provisioning';
   CREATE INDEX assignment_deletion ON assignment (tenant) WHERE deletion = 'due';`;
