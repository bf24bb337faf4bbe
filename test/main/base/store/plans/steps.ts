import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { expect, vi } from 'vitest';

/** More rows than this count as many. Sorting fewer is acceptable. */
const FEW = 200;

/**
 * How many rows a search finds with many rows: for an index, or a table without row numbers, the average by its first n
 * columns (n = 0: all rows); for another table all rows.
 */
export type Statistics = ReadonlyMap<string, readonly number[]>;

/**
 * Returns the statistics of the filled databases of a folder. Runs ANALYZE on a copy: Keydesk never runs it, so SQLite
 * plans its statements without statistics, whatever the size, and so do these tests.
 */
export function statisticsOf(folder: string): Statistics {
  return new Map(['keydesk.db', 'directory.db'].flatMap(name => [...statisticsOfFile(join(folder, name))]));
}

function statisticsOfFile(file: string): Map<string, number[]> {
  const copy = `${file}.analyzed`;
  const original = new DatabaseSync(file, { readOnly: true });
  original.exec(`VACUUM INTO '${copy}'`);
  const tables = original.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").all();
  const counted = tables.map(({ name }): [string, number[]] => [
    String(name),
    [Number(original.prepare(`SELECT count(*) AS count FROM "${name}"`).get()?.count)],
  ]);
  original.close();
  const analyzed = new DatabaseSync(copy);
  analyzed.exec('ANALYZE');
  const rows = analyzed.prepare('SELECT idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL').all();
  analyzed.close();
  rmSync(copy);
  return new Map([
    ...counted,
    ...rows.map(({ idx, stat }): [string, number[]] => [String(idx), String(stat).split(' ').map(Number)]),
  ]);
}

/** Returns the texts of all queries that ran during `work`. */
export async function queriesOf(work: () => unknown): Promise<string[]> {
  const spies = (['all', 'get', 'iterate'] as const).map(name => vi.spyOn(StatementSync.prototype, name));
  try {
    await work();
    const texts = spies.flatMap(({ mock }) => mock.contexts.map(statement => (statement as StatementSync).sourceSQL));
    return selectsOf(texts);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

function selectsOf(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter(text => /^\s*(select|with)\b/iu.test(text));
}

interface Step {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

/**
 * Opens the databases of a folder, to explain queries of either: keydesk.db as `main` or, for the directory, as `desk`.
 */
export function openToExplain(folder: string, which: 'keydesk' | 'directory'): DatabaseSync {
  const sqlite = new DatabaseSync(join(folder, `${which}.db`));
  if (which === 'directory') sqlite.prepare('ATTACH DATABASE ? AS desk').run(join(folder, 'keydesk.db'));
  sqlite.function('fold', text => text);
  return sqlite;
}

/**
 * Returns the steps of a query's plan that read or sort many rows, each as `INDEX (search terms)`, with `COVERING` if
 * only the index is read.
 */
export function longSteps(sqlite: DatabaseSync, query: string, statistics: Statistics): string[] {
  const steps = sqlite.prepare(`EXPLAIN QUERY PLAN ${query}`).all() as unknown as Step[];
  const made = new Set(steps.flatMap(({ detail }) => /^(?:CO-ROUTINE|MATERIALIZE) (.+)$/u.exec(detail)?.[1] ?? []));
  const tables = tablesOf(query);
  const rows = (name: string, columns: number) => {
    const found = statistics.get(tables.get(name) ?? name.replace(/^desk\./u, '')) ?? [];
    // In a table without row numbers, each index ends with the table's key, which is not counted.
    return found[columns] ?? (found.length > 1 ? found.at(-1) : undefined) ?? Number.POSITIVE_INFINITY;
  };
  const isLong = ({ detail }: Step) => !made.has(read(detail)?.table ?? '') && rowsReadBy(detail, rows) > FEW;
  const long = steps.flatMap(step => {
    const { detail, parent } = step;
    if (!detail.startsWith('USE TEMP B-TREE')) return isLong(step) ? [nameOf(detail)] : [];
    // The number of rows of a subquery is unknown.
    const isLongHere = (other: Step) => isLong(other) || other.detail.startsWith('SCAN (');
    return steps.some(other => other.parent === parent && isLongHere(other)) ? [detail] : [];
  });
  return [...new Set(long)];
}

/** Returns the tables of a query by their aliases. */
function tablesOf(query: string): Map<string, string> {
  const named = query.matchAll(/\b(?:from|join)\s+(?:desk\.)?"?(\w+)"?\s+(?:as\s+)?"?(\w+)"?/giu);
  return new Map([...named].map(([, table = '', name = '']) => [name, table]));
}

/** A step of a plan in SQLite's words. */
const READS =
  /^(?<way>SCAN|SEARCH) (?<table>\S+)(?: EXISTS)?(?: USING (?<covering>COVERING )?(?:INDEX (?<index>\S+)|(?<number>INTEGER PRIMARY KEY)|PRIMARY KEY))?(?: \((?<by>.+)\))?/u;

function read(detail: string): Record<string, string | undefined> | undefined {
  return READS.exec(detail)?.groups;
}

/**
 * Returns the number of rows that a step reads. @param rows how many rows a search finds; many, if there is no table
 * with rows or index of that name
 */
function rowsReadBy(detail: string, rows: (name: string, columns: number) => number): number {
  const { way, table = '', index, number, by = '' } = read(detail) ?? {};
  // A subquery has steps of its own. A full-text index and constant values are not tables.
  if (way === undefined || /^SCAN (?:\d+ )?CONSTANT|^SCAN \(|VIRTUAL TABLE/u.test(detail)) return 0;
  // Reads only the first row or the last.
  if (way === 'SEARCH' && by === '') return 1;
  const equal = by.split(' AND ').filter(part => part.endsWith('=?')).length;
  if (number !== undefined) return equal > 0 ? 1 : rows(table, 0);
  return rows(index ?? table, equal);
}

function nameOf(detail: string): string {
  const { table, index, covering = '', by } = read(detail) ?? {};
  const name = `${covering}${index ?? table}`;
  return by === undefined ? name : `${name} (${by})`;
}

/** A list, queried in one of its forms. */
export interface List<T> {
  readonly ask: (from: T) => unknown;
  /**
   * Scans in the order of the list, from the start to the end of its page: all rows that they read belong to the list.
   */
  readonly walks?: readonly string[];
  /** Accepted steps that read or sort many rows, and why. */
  readonly but?: Readonly<Record<string, string>>;
}

/** Expects that the queries of a list have no long step except the accepted ones. */
export async function expectPlans<T>(
  list: List<T>,
  from: T,
  sqlite: DatabaseSync,
  statistics: Statistics,
): Promise<void> {
  const queries = await queriesOf(() => list.ask(from));
  expect(queries).not.toEqual([]);
  const long = new Set(queries.flatMap(query => longSteps(sqlite, query, statistics)));
  const named = [...(list.walks ?? []), ...Object.keys(list.but ?? {})];
  expect([...long].toSorted(), queries.join('\n\n')).toEqual(named.toSorted());
}
