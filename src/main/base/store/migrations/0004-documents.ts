/** Cached answers of Graph. */
export const migration = `CREATE TABLE document (
     connection TEXT NOT NULL,
     name TEXT NOT NULL,
     json TEXT NOT NULL,
     fetched_at TEXT NOT NULL,
     PRIMARY KEY (connection, name)
   ) STRICT, WITHOUT ROWID;`;
