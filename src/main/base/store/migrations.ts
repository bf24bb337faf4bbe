import type { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { activationLimits, activationLinks, activationTables } from './tables/activation.ts';
import { activitySearch } from './tables/activity.ts';
import { announcedTables } from './tables/announced.ts';
import { deriveAssignments } from './tables/derived.ts';
import { listTables } from './tables/lists.ts';
import { lifeIndexes, roundIndexes } from './tables/lives.ts';
import { owedAssignments } from './tables/owed.ts';
import { signInTables } from './tables/signIns.ts';
import { tenantNameTables } from './tables/tenantNames.ts';
import { unseenPinTables } from './tables/unseenPins.ts';
import { webhookTables, webhookTenants } from './tables/webhooks.ts';
import { runCounts, workflowTables } from './tables/workflows.ts';

/** SQL, or what SQL alone cannot do, in the transaction of all migrations. */
export type Migration = string | ((sqlite: DatabaseSync) => void);

/** Each entry takes the database one version up; `user_version` holds how many have run. Entries are never edited. */
export const migrations: readonly Migration[] = [
  `CREATE TABLE journal (
     id TEXT PRIMARY KEY,
     instance TEXT NOT NULL,
     started_at TEXT NOT NULL,
     updated_at TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('options-fetched', 'key-prepared', 'credential-created', 'registered',
       'proven', 'done', 'cleaned-up', 'needs-attention')),
     connection TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_principal_name TEXT NOT NULL,
     key_id TEXT NOT NULL,
     key_aaguid TEXT NOT NULL,
     rp_id TEXT NOT NULL,
     user_handle BLOB NOT NULL,
     challenge BLOB NOT NULL,
     challenge_expires_at TEXT NOT NULL,
     display_name TEXT NOT NULL,
     pin_set INTEGER NOT NULL DEFAULT 0,
     creating INTEGER NOT NULL DEFAULT 0,
     credential_id BLOB,
     public_key BLOB,
     client_data_json BLOB,
     attestation_object BLOB,
     method_id TEXT,
     error TEXT
   ) STRICT;
   CREATE INDEX journal_unfinished ON journal (state) WHERE state NOT IN ('done', 'cleaned-up');`,
  'ALTER TABLE journal DROP COLUMN challenge',
  `CREATE TABLE activity (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     at TEXT NOT NULL,
     kind TEXT NOT NULL,
     result TEXT NOT NULL,
     actor_kind TEXT NOT NULL,
     actor TEXT NOT NULL,
     tenant TEXT,
     user_id TEXT,
     user_principal_name TEXT,
     key_id TEXT,
     key_aaguid TEXT,
     key_serial TEXT,
     cause TEXT,
     correlation_id TEXT NOT NULL,
     request_ids TEXT NOT NULL,
     facts TEXT NOT NULL,
     previous_hash TEXT NOT NULL,
     hash TEXT NOT NULL
   ) STRICT;
   CREATE INDEX activity_user_id ON activity (user_id);
   CREATE INDEX activity_user_principal_name ON activity (user_principal_name COLLATE NOCASE);
   CREATE INDEX activity_kind ON activity (kind);
   CREATE TRIGGER activity_keeps_entries BEFORE DELETE ON activity
     BEGIN SELECT RAISE(ABORT, 'the activity log only grows'); END;
   CREATE TRIGGER activity_keeps_words BEFORE UPDATE ON activity
     BEGIN SELECT RAISE(ABORT, 'the activity log only grows'); END;
   CREATE TRIGGER activity_keeps_places BEFORE INSERT ON activity
     WHEN EXISTS (SELECT 1 FROM activity WHERE seq = NEW.seq)
     BEGIN SELECT RAISE(ABORT, 'the activity log only grows'); END;`,
  `CREATE TABLE document (
     connection TEXT NOT NULL,
     name TEXT NOT NULL,
     json TEXT NOT NULL,
     fetched_at TEXT NOT NULL,
     PRIMARY KEY (connection, name)
   ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE event (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     type TEXT NOT NULL,
     at TEXT NOT NULL,
     tenant TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_principal_name TEXT NOT NULL,
     data TEXT NOT NULL
   ) STRICT;`,
  `CREATE TABLE security_key (
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
   CREATE INDEX assignment_deletion ON assignment (tenant) WHERE deletion = 'due';`,
  `CREATE TABLE passkey_list (
     tenant TEXT NOT NULL,
     user_id TEXT NOT NULL,
     json TEXT NOT NULL,
     count INTEGER NOT NULL,
     last_used_at TEXT,
     fetched_at TEXT NOT NULL,
     PRIMARY KEY (tenant, user_id)
   ) STRICT, WITHOUT ROWID;`,
  webhookTables,
  workflowTables,
  activationTables,
  // With the state in it, the index by user is taken before the one by state, which may have all there are.
  `CREATE INDEX assignment_workflow ON assignment (tenant, workflow_name, workflow_id) WHERE workflow_id IS NOT NULL;
   DROP INDEX assignment_user;
   CREATE INDEX assignment_user ON assignment (tenant, user_id, state);`,
  `CREATE INDEX event_passing ON event (at) WHERE type <> 'user.imported';
   CREATE INDEX webhook_delivery_done ON webhook_delivery (done_at) WHERE state = 'delivered';
   CREATE INDEX webhook_delivery_event ON webhook_delivery (event_seq);`,
  // Of a credential that an earlier version made nobody knows whether it was submitted; where none is known, none was.
  `ALTER TABLE journal ADD COLUMN submission TEXT NOT NULL DEFAULT 'unknown'
     CHECK (submission IN ('none', 'unknown', 'refused'));
   UPDATE journal SET submission = 'none' WHERE credential_id IS NULL;
   ALTER TABLE journal ADD COLUMN key_identity TEXT;
   ALTER TABLE journal ADD COLUMN recovered INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX journal_user ON journal (connection, user_id);
   CREATE TABLE key_habit (
     aaguid TEXT NOT NULL,
     firmware_version INTEGER NOT NULL,
     habit TEXT NOT NULL,
     learned_at TEXT NOT NULL,
     PRIMARY KEY (aaguid, firmware_version, habit)
   ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE shared_serial (
     identity TEXT PRIMARY KEY,
     learned_at TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   ALTER TABLE security_key ADD COLUMN shows_passkeys INTEGER NOT NULL DEFAULT 0;`,
  // The kinds of passkey that count as having one, with blanks between. A passkey on a phone is no security key.
  "ALTER TABLE workflow_version ADD COLUMN counted TEXT NOT NULL DEFAULT 'security-key'",
  activationLimits,
  activationLinks,
  signInTables,
  activitySearch,
  unseenPinTables,
  announcedTables,
  deriveAssignments,
  // How many passkeys Entra had of the user that no assignment has, when this one was made; null where it is not known.
  'ALTER TABLE assignment ADD COLUMN other_passkeys INTEGER',
  // Which key one without a serial number is, is found out while a person waits (inventory/records.ts).
  `CREATE INDEX journal_site ON journal (rp_id);
   CREATE INDEX assignment_credential ON assignment (credential_id) WHERE credential_id IS NOT NULL;
   CREATE INDEX assignment_unlisted ON assignment (key_aaguid) WHERE security_key_id IS NULL AND credential_id IS NOT NULL
     AND state = 'active';
   DROP INDEX security_key_aaguid;
   CREATE INDEX security_key_aaguid ON security_key (aaguid, identified_by);`,
  webhookTenants,
  // Lists begin at a place in their order, and end after a page.
  `DROP INDEX assignment_updated;
   CREATE INDEX assignment_updated ON assignment (tenant, updated_at DESC, id);
   CREATE INDEX security_key_seen ON security_key (last_seen_at DESC, id);`,
  runCounts,
  `CREATE INDEX webhook_delivery_of ON webhook_delivery (webhook_id);
   CREATE INDEX activation_code_tenant ON activation_code (tenant);
   DROP INDEX journal_unfinished;
   CREATE INDEX journal_unfinished ON journal (started_at) WHERE state NOT IN ('done', 'cleaned-up');`,
  // What ends an assignment ends its run.
  `DROP INDEX event_prompt;
   CREATE INDEX event_prompt ON event (seq) WHERE type IN ('security-key.activated', 'passkey.registered', 'passkey.failed',
     'passkey.cancelled', 'passkey.expired', 'passkey.revoked');`,
  lifeIndexes,
  roundIndexes,
  owedAssignments,
  tenantNameTables,
  listTables,
];

/**
 * The version of a database, which is the number of its migrations.
 * @throws KeydeskError database-newer when a later Keydesk wrote it
 */
export function refuseNewer(sqlite: DatabaseSync, file: string, migrations: readonly Migration[]): number {
  const version = Number(sqlite.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version > migrations.length) throw new KeydeskError('database-newer', { file });
  return version;
}

/**
 * Brings a database to the newest version, all or nothing; safe when two processes start at once. Writes nothing where it
 * is there already, so that a full disk keeps nobody from looking.
 * @throws KeydeskError database-newer when a later Keydesk wrote it
 */
export function migrate(sqlite: DatabaseSync, file: string, migrations: readonly Migration[]): void {
  if (refuseNewer(sqlite, file, migrations) === migrations.length) return;
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    const version = refuseNewer(sqlite, file, migrations);
    for (const migration of migrations.slice(version)) apply(sqlite, migration);
    sqlite.exec(`PRAGMA user_version = ${migrations.length}`);
    sqlite.exec('COMMIT');
  } catch (error) {
    // A full disk has SQLite roll back by itself; a second time would hide why.
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    throw error;
  }
}

function apply(sqlite: DatabaseSync, migration: Migration): void {
  if (typeof migration === 'string') sqlite.exec(migration);
  else migration(sqlite);
}
