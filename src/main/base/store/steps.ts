import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** One statement with the values of its question marks. */
export interface Query {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * Work on the tables of an owner: it yields statements one after the other, and gets the rows of each. An owner writes it once, and it
 * runs on two executors: in a transaction of the core (`inTransaction`), and on the connection of a thread (`stepsOn`).
 */
export type Steps<T> = Generator<Query, T, readonly Row[]>;

/**
 * Returns a statement with named parameters, `:name` in its text. The text is compiled once, here.
 * @throws Error from the returned function if a value is missing
 */
export function statement<P extends object>(text: string): (values: Readonly<P>) => Query {
  const names: string[] = [];
  const sql = text.replaceAll(/:([a-z_]+)/g, (_, name: string) => {
    names.push(name);
    return '?';
  });
  return values => ({ sql, values: names.map(name => valueFor(values, name)) });
}

function valueFor(values: object, name: string): SQLInputValue {
  const value = values[name as keyof typeof values] as SQLInputValue | undefined;
  if (value === undefined) throw new Error(`the parameter ${name} has no value`);
  return value;
}

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

/** Runs steps at once. To be called within a transaction. @throws errors of SQLite */
export type RunSteps = <T>(steps: Steps<T>) => T;

/** Returns what runs steps on a connection of a thread. It prepares each statement once. */
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
