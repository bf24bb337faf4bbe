import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';
import type { Query } from './statement.ts';

type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * A generator that yields statements on the tables of an owner, and gets the rows of each. An owner writes it once. It
 * runs in a transaction of the core (`inTransaction`) or on the connection of a thread (`stepsOn`).
 */
export type Steps<T> = Generator<Query, T, readonly Row[]>;

/** Runs steps in a transaction of the core. @throws errors of SQLite, as storageError.ts names them */
export async function inTransaction<T>(transaction: Kysely<Schema>, steps: Steps<T>): Promise<T> {
  let step = steps.next([]);
  while (step.done !== true) {
    const { sql, values } = step.value;
    const { rows } = await transaction.executeQuery<Row>(CompiledQuery.raw(sql, [...values]));
    step = steps.next(rows);
  }
  return step.value;
}

/** Runs steps synchronously. Call it in a transaction. @throws errors of SQLite */
export type RunSteps = <T>(steps: Steps<T>) => T;

/** Returns a function that runs steps on a connection of a thread. It prepares each statement once. */
export function stepsOn(sqlite: DatabaseSync): RunSteps {
  const prepared = new Map<string, StatementSync>();
  const rowsOf = ({ sql, values }: Query) => {
    const known = prepared.get(sql) ?? sqlite.prepare(sql);
    prepared.set(sql, known);
    return known.all(...values);
  };
  return steps => {
    let step = steps.next([]);
    while (step.done !== true) step = steps.next(rowsOf(step.value));
    return step.value;
  };
}
