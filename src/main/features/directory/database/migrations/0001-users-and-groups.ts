/** Users, groups and memberships as they were imported, and the imports. */
export const migration = `CREATE TABLE tenants (
     n INTEGER PRIMARY KEY,
     key TEXT NOT NULL UNIQUE,
     -- The import in progress: its generation is stamped on all that a full one meets.
     generation INTEGER NOT NULL DEFAULT 0,
     import INTEGER,
     phase TEXT,
     link TEXT,
     users_delta TEXT,
     groups_delta TEXT,
     users_at TEXT,
     groups_at TEXT,
     registrations_at TEXT,
     users INTEGER NOT NULL DEFAULT 0,
     left_users INTEGER NOT NULL DEFAULT 0,
     -- Grows with every write, so that a reader knows when what it remembers is old.
     version INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE TABLE imports (
     n INTEGER PRIMARY KEY,
     tenant INTEGER NOT NULL REFERENCES tenants (n),
     full INTEGER NOT NULL,
     started_at TEXT NOT NULL,
     finished_at TEXT,
     new INTEGER NOT NULL DEFAULT 0,
     changed INTEGER NOT NULL DEFAULT 0,
     left INTEGER NOT NULL DEFAULT 0,
     groups INTEGER NOT NULL DEFAULT 0,
     memberships INTEGER NOT NULL DEFAULT 0,
     registrations INTEGER NOT NULL DEFAULT 0,
     failure TEXT
   ) STRICT;
   CREATE TABLE users (
     n INTEGER PRIMARY KEY,
     tenant INTEGER NOT NULL REFERENCES tenants (n),
     id TEXT NOT NULL,
     upn TEXT NOT NULL,
     display_name TEXT NOT NULL,
     mail TEXT,
     job_title TEXT,
     department TEXT,
     employee_id TEXT,
     enabled INTEGER NOT NULL,
     guest INTEGER NOT NULL,
     sort_key TEXT NOT NULL,
     search TEXT NOT NULL,
     first_import INTEGER NOT NULL,
     first_seen_at TEXT NOT NULL,
     changed_at TEXT NOT NULL,
     left_at TEXT,
     seen INTEGER NOT NULL,
     passkey INTEGER,
     admin INTEGER
   ) STRICT;
   CREATE UNIQUE INDEX users_id ON users (tenant, id);
   CREATE INDEX users_upn ON users (tenant, upn COLLATE NOCASE);
   -- With the words of a search in it, so that a search that many meet reads the index alone.
   CREATE INDEX users_present ON users (tenant, sort_key, n, search) WHERE left_at IS NULL;
   CREATE INDEX users_left ON users (tenant, sort_key, n) WHERE left_at IS NOT NULL;
   CREATE VIRTUAL TABLE users_search USING fts5 (
     search, content = 'users', content_rowid = 'n', detail = none, columnsize = 0, prefix = '2 3 4 5',
     tokenize = "unicode61 remove_diacritics 0 categories 'L* N* S* Co'"
   );
   CREATE TABLE groups (
     n INTEGER PRIMARY KEY,
     tenant INTEGER NOT NULL REFERENCES tenants (n),
     id TEXT NOT NULL,
     -- Null for one that is known as a member only, until it is told itself.
     display_name TEXT,
     seen INTEGER NOT NULL,
     left_at TEXT
   ) STRICT;
   CREATE UNIQUE INDEX groups_id ON groups (tenant, id);
   CREATE TABLE group_users (
     group_n INTEGER NOT NULL,
     user_n INTEGER NOT NULL,
     seen INTEGER NOT NULL,
     PRIMARY KEY (group_n, user_n)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX group_users_user ON group_users (user_n);
   CREATE TABLE group_groups (
     parent_n INTEGER NOT NULL,
     child_n INTEGER NOT NULL,
     seen INTEGER NOT NULL,
     PRIMARY KEY (parent_n, child_n)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX group_groups_child ON group_groups (child_n);
   -- Members of whom no import has told yet.
   CREATE TABLE unknown_members (
     group_n INTEGER NOT NULL,
     id TEXT NOT NULL,
     seen INTEGER NOT NULL,
     PRIMARY KEY (group_n, id)
   ) STRICT, WITHOUT ROWID;`;
