/** Workflows, their versions and runs, and how far the engine has read the events. */
export const migration = `CREATE TABLE workflow (
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
