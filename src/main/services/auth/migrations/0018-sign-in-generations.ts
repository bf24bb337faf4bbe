/** Adds the number of times that the sign-in of each connection ended or was replaced. */
export const migration = `CREATE TABLE sign_in (
     connection TEXT PRIMARY KEY,
     generation INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;`;
