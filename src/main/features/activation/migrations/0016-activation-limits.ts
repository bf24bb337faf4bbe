/** Limits guesses and runs: the time of the desk, every try of a code, and which run works with a code. */
export const migration = `CREATE TABLE desk_time (
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
