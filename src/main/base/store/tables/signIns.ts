/** How often the sign-in of each connection ended or was replaced. One row a connection, which stays: no secret is in it. */
export const signInTables = `CREATE TABLE sign_in (
     connection TEXT PRIMARY KEY,
     generation INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;`;

export interface SignInTable {
  connection: string;
  generation: number;
}
