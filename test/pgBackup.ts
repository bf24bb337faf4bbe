import { execFileSync } from 'node:child_process';
import { PASSWORD, type Postgres, program } from './postgres.ts';

/** Backs a database up to a file, with PostgreSQL's own program. */
export function backUp(postgres: Postgres, database: string, file: string): void {
  run(postgres, 'pg_dump', '--format=custom', `--file=${file}`, database);
}

/** Replaces a database by its backup. Its connections end. */
export function restore(postgres: Postgres, database: string, file: string): void {
  run(postgres, 'dropdb', '--force', database);
  run(postgres, 'createdb', '--owner=desk', database);
  run(postgres, 'pg_restore', `--dbname=${database}`, '--exit-on-error', file);
}

/** Runs a program of PostgreSQL as the administrator of the server. */
function run({ port }: Postgres, name: string, ...args: readonly string[]): void {
  const server = ['--host=127.0.0.1', `--port=${port}`, '--username=postgres'];
  execFileSync(program(name), [...server, ...args], { env: { ...process.env, PGPASSWORD: PASSWORD } });
}
