/** The password file of PostgreSQL's own tools, as libpq reads it. The package has no types. */
declare module 'pgpass' {
  function pgpass(
    about: { readonly host: string; readonly port: number; readonly database: string; readonly user: string },
    done: (password: string | undefined) => void,
  ): void;
  export = pgpass;
}
