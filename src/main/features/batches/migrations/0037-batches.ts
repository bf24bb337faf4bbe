import { followTenant } from '../../../base/store/followTenant.ts';

/** Batches, their rows, and the PINs of rows that were not handed over yet. A PIN is stored sealed only. */
export const migration = `CREATE TABLE batch (
     id TEXT PRIMARY KEY,
     tenant TEXT NOT NULL,
     name TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('draft', 'running', 'paused', 'finished')),
     existing TEXT NOT NULL CHECK (existing IN ('skip', 'add', 'replace')),
     -- The profile of rows without one of their own; null as for an enrollment.
     profile TEXT,
     -- The Keydesk that started it last.
     instance TEXT NOT NULL DEFAULT '',
     created_at TEXT NOT NULL,
     updated_at TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX batch_tenant ON batch (tenant, created_at DESC, id);
   CREATE TABLE batch_row (
     id TEXT PRIMARY KEY,
     batch_id TEXT NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
     line INTEGER NOT NULL,
     -- The order in which rows get their keys. It begins as the line.
     place INTEGER NOT NULL,
     -- As the file has it.
     typed TEXT NOT NULL,
     user_id TEXT,
     user_principal_name TEXT,
     display_name TEXT,
     serial TEXT,
     name TEXT,
     profile TEXT,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'preparing', 'waiting-for-key', 'enrolling', 'done', 'failed', 'skipped')),
     -- The running Keydesk that checks or enrolls it; empty if none does.
     instance TEXT NOT NULL DEFAULT '',
     error TEXT,
     key_product TEXT,
     key_serial TEXT,
     key_aaguid TEXT,
     method_id TEXT,
     -- The journal entry of the current or last enrollment.
     enrollment_id TEXT,
     -- The passkeys that the new one replaces, and that are still to be deleted in Entra, as JSON.
     replaces TEXT NOT NULL DEFAULT '[]',
     note TEXT,
     started_at TEXT,
     ended_at TEXT,
     handed_over_at TEXT
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX batch_row_line ON batch_row (batch_id, line, id);
   CREATE INDEX batch_row_state ON batch_row (batch_id, state, place, id);
   CREATE INDEX batch_row_user ON batch_row (batch_id, user_id) WHERE user_id IS NOT NULL;
   CREATE TABLE batch_pin (
     row_id TEXT PRIMARY KEY REFERENCES batch_row (id) ON DELETE CASCADE,
     sealed BLOB NOT NULL,
     expires_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX batch_pin_expires ON batch_pin (expires_at);
   ${followTenant('batch')}`;
