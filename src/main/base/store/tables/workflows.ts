import type { Generated } from 'kysely';

export const workflowTables = `CREATE TABLE workflow (
     n INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     tenant TEXT NOT NULL,
     version INTEGER NOT NULL,
     enabled INTEGER NOT NULL,
     since INTEGER NOT NULL,
     created_at TEXT NOT NULL,
     updated_at TEXT NOT NULL,
     deleted_at TEXT
   ) STRICT;
   CREATE TABLE workflow_version (
     workflow_id TEXT NOT NULL REFERENCES workflow (id),
     version INTEGER NOT NULL,
     name TEXT NOT NULL,
     group_id TEXT,
     group_name TEXT,
     trigger TEXT NOT NULL CHECK (trigger IN ('user-imported', 'security-key-activated')),
     existing TEXT NOT NULL CHECK (existing IN ('skip', 'backup')),
     created_at TEXT NOT NULL,
     PRIMARY KEY (workflow_id, version)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE workflow_run (
     n INTEGER PRIMARY KEY AUTOINCREMENT,
     workflow_n INTEGER NOT NULL REFERENCES workflow (n),
     version INTEGER NOT NULL,
     occasion TEXT NOT NULL,
     user_id TEXT NOT NULL,
     user_principal_name TEXT NOT NULL,
     display_name TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('assigned', 'registered', 'skipped', 'retrying', 'attention')),
     reason TEXT,
     older_n INTEGER,
     assignment_id TEXT,
     failure TEXT,
     attempts INTEGER NOT NULL DEFAULT 0,
     next_at INTEGER,
     at TEXT NOT NULL,
     updated_at TEXT NOT NULL,
     UNIQUE (workflow_n, user_id, occasion)
   ) STRICT;
   CREATE INDEX workflow_run_state ON workflow_run (workflow_n, state, updated_at);
   CREATE INDEX workflow_run_user ON workflow_run (user_id);
   CREATE INDEX workflow_run_assignment ON workflow_run (assignment_id) WHERE assignment_id IS NOT NULL;
   CREATE INDEX workflow_run_due ON workflow_run (next_at) WHERE next_at IS NOT NULL;
   CREATE TABLE workflow_pass (
     id TEXT PRIMARY KEY,
     workflow_n INTEGER NOT NULL REFERENCES workflow (n),
     version INTEGER NOT NULL,
     place INTEGER NOT NULL DEFAULT 0,
     started_at TEXT NOT NULL,
     finished_at TEXT
   ) STRICT;
   CREATE TABLE engine_place (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   INSERT INTO engine_place SELECT 'events', coalesce(max(seq), 0) FROM event;`;

/** A workflow: the older, the smaller its `n`. What it does stands in its version. */
export interface WorkflowTable {
  n: Generated<number>;
  id: string;
  tenant: string;
  version: number;
  enabled: number;
  /** It handles events after this `seq`: what happened before it was submitted or enabled passes by. */
  since: number;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
}

/** What a workflow was, or is, from some time on. Never changed. */
export interface WorkflowVersionTable {
  workflow_id: string;
  version: number;
  name: string;
  group_id: string | null;
  group_name: string | null;
  trigger: string;
  existing: string;
  /** The kinds of passkey that count, with blanks between. */
  counted: Generated<string>;
  created_at: string;
}

/** What a workflow did for a user. `occasion` is the id of the event, or of the pass of all users (`workflow_pass`). */
export interface WorkflowRunTable {
  n: Generated<number>;
  workflow_n: number;
  version: number;
  occasion: string;
  user_id: string;
  user_principal_name: string;
  display_name: string;
  state: string;
  reason: string | null;
  older_n: number | null;
  assignment_id: string | null;
  failure: string | null;
  attempts: Generated<number>;
  /** In ms; only of what is tried again. */
  next_at: number | null;
  at: string;
  updated_at: string;
}

/** **Run now**: a workflow goes through all users; `place` is the number of the last one in the directory. */
export interface WorkflowPassTable {
  id: string;
  workflow_n: number;
  version: number;
  place: Generated<number>;
  /** The directory's last import when the place was noted. A directory without it has other numbers. */
  import: Generated<string | null>;
  started_at: string;
  finished_at: string | null;
}

/** Up to which event the engine has handled all of them. */
export interface EnginePlaceTable {
  name: string;
  seq: number;
}

/**
 * How many runs of a workflow stand how, kept by triggers: counting a million of them takes a quarter of a second. The index by state
 * has the numbers of the runs in their order.
 */
export const runCounts = `CREATE TABLE workflow_count (
     workflow_n INTEGER NOT NULL,
     state TEXT NOT NULL,
     count INTEGER NOT NULL,
     PRIMARY KEY (workflow_n, state)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO workflow_count SELECT workflow_n, state, count(*) FROM workflow_run GROUP BY workflow_n, state;
   CREATE TRIGGER workflow_run_added AFTER INSERT ON workflow_run BEGIN
     INSERT INTO workflow_count VALUES (NEW.workflow_n, NEW.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
   END;
   CREATE TRIGGER workflow_run_moved AFTER UPDATE OF state ON workflow_run WHEN OLD.state <> NEW.state BEGIN
     UPDATE workflow_count SET count = count - 1 WHERE workflow_n = OLD.workflow_n AND state = OLD.state;
     INSERT INTO workflow_count VALUES (NEW.workflow_n, NEW.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
   END;
   CREATE TRIGGER workflow_run_removed AFTER DELETE ON workflow_run BEGIN
     UPDATE workflow_count SET count = count - 1 WHERE workflow_n = OLD.workflow_n AND state = OLD.state;
   END;
   CREATE INDEX workflow_run_in_state ON workflow_run (workflow_n, state);
   CREATE INDEX workflow_run_named ON workflow_run (user_principal_name);`;

export interface WorkflowCountTable {
  workflow_n: number;
  state: string;
  count: number;
}
