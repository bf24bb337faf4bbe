import type { Generated } from 'kysely';

/** Activation codes, of which only a hash is kept, and the keys that their users have activated. */
export const activationTables = `CREATE TABLE activation_code (
     id TEXT PRIMARY KEY,
     tenant TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_principal_name TEXT NOT NULL COLLATE NOCASE,
     display_name TEXT NOT NULL,
     salt BLOB NOT NULL,
     hash BLOB NOT NULL,
     created_at TEXT NOT NULL,
     expires_at TEXT NOT NULL,
     -- Wrong codes that may still be entered for this user.
     tries_left INTEGER NOT NULL,
     used_at TEXT,
     withdrawn_at TEXT
   ) STRICT;
   CREATE INDEX activation_code_user ON activation_code (tenant, user_principal_name);
   CREATE TABLE activation (
     id TEXT PRIMARY KEY,
     tenant TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_principal_name TEXT NOT NULL,
     -- The inventory's row of the key; null where the key cannot be told from others of its model.
     security_key_id TEXT,
     key_aaguid TEXT,
     key_serial TEXT,
     station TEXT NOT NULL,
     proof TEXT NOT NULL CHECK (proof IN ('sign-in', 'code')),
     code_id TEXT,
     activated_at TEXT NOT NULL,
     finished_at TEXT
   ) STRICT;
   CREATE INDEX activation_user ON activation (tenant, user_id);`;

/** What limits guesses and runs: every try of a code, and which run works with a code. */
export const activationLimits = `CREATE TABLE desk_time (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     -- The latest time that any Keydesk on this data folder has seen, in ms since the epoch.
     at INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE activation_try (
     n INTEGER PRIMARY KEY,
     station TEXT NOT NULL,
     at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX activation_try_station ON activation_try (station, at);
   -- The run that works with the code, and the instance of Keydesk that it runs in.
   ALTER TABLE activation_code ADD COLUMN claim TEXT;
   ALTER TABLE activation_code ADD COLUMN claimed_by TEXT;
   -- Whether the ID tokens of an app registration tell when the person signed in (auth_time), as seen last.
   CREATE TABLE sign_in_time (
     connection TEXT PRIMARY KEY,
     told INTEGER NOT NULL,
     seen_at TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;`;

/** Which activation an assignment is being made for. A model says nothing about that: several keys of one model may be activated. */
export const activationLinks = `CREATE TABLE activation_assignment (
     assignment_id TEXT PRIMARY KEY,
     activation_id TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX activation_assignment_activation ON activation_assignment (activation_id);`;

export interface ActivationAssignmentTable {
  assignment_id: string;
  activation_id: string;
}

export interface DeskTimeTable {
  id: number;
  at: number;
}

export interface ActivationTryTable {
  n: Generated<number>;
  station: string;
  at: number;
}

export interface SignInTimeTable {
  connection: string;
  told: number;
  seen_at: string;
}

export interface ActivationCodeTable {
  id: string;
  tenant: string;
  user_id: string;
  user_principal_name: string;
  display_name: string;
  salt: Uint8Array;
  hash: Uint8Array;
  created_at: string;
  expires_at: string;
  tries_left: number;
  used_at: string | null;
  withdrawn_at: string | null;
  claim: Generated<string | null>;
  claimed_by: Generated<string | null>;
}

export interface ActivationTable {
  id: string;
  tenant: string;
  user_id: string;
  user_principal_name: string;
  security_key_id: string | null;
  key_aaguid: string | null;
  key_serial: string | null;
  station: string;
  proof: string;
  code_id: string | null;
  activated_at: string;
  finished_at: string | null;
}
