import { type RawBuilder, sql } from 'kysely';
import type { Transaction } from '../../store/transactions.ts';
import { fromJson, type JsonRow } from '../rows.ts';
import type { RecordTable } from '../tables.ts';
import type { Merged, MergeRow, MergeRule } from './rule.ts';
import { tableNamed } from './setAside.ts';

/** How many rows one transaction merges. It has the record's lock meanwhile. */
const PIECE = 400;

/** How many rows of a desk the record did not have, and how many it had. */
export interface MergeCounts {
  readonly added: number;
  readonly known: number;
}

/**
 * Merges the next rows of a desk that were set aside. They are taken away in the same transaction, so each is merged once, whatever happens.
 * @returns undefined if none are left
 */
export async function mergeSome(
  transaction: Transaction,
  tables: readonly RecordTable[],
  rules: readonly MergeRule[],
): Promise<MergeCounts | undefined> {
  for (const rule of rules) {
    const { rows } = await sql<{ n: number; row: string }>`
      SELECT n, row FROM merge_row WHERE name = ${rule.table} ORDER BY n LIMIT ${PIECE}`.execute(transaction);
    const last = rows.at(-1);
    if (last === undefined) continue;
    const merging = new Merging(transaction, rule, tableNamed(tables, rule.table));
    for (const { row } of rows) await merging.merge(JSON.parse(row));
    await sql`DELETE FROM merge_row WHERE name = ${rule.table} AND n <= ${last.n}`.execute(transaction);
    return merging.counts;
  }
  // Nothing refers to the desk's own ids any more.
  await sql`DELETE FROM merge_id`.execute(transaction);
  return undefined;
}

/** Merges rows of one table. */
class Merging {
  readonly #transaction: Transaction;
  readonly #rule: MergeRule;
  readonly #table: RecordTable;
  readonly #types: ReadonlyMap<string, string>;
  #added = 0;
  #known = 0;

  constructor(transaction: Transaction, rule: MergeRule, table: RecordTable) {
    this.#transaction = transaction;
    this.#rule = rule;
    this.#table = table;
    this.#types = new Map(table.columns.map(({ name, type }) => [name, type]));
  }

  get counts(): MergeCounts {
    return { added: this.#added, known: this.#known };
  }

  async merge(json: JsonRow): Promise<void> {
    const own = this.#read(json);
    const row = this.#unnumbered(await this.#referred(own));
    const same = this.#table.isNumbered ? undefined : await this.#sameKey(row);
    const { judge } = this.#rule;
    const merged = judge === undefined ? byKey(row, same) : await judge(row, same, this.#transaction);
    const now = 'add' in merged ? await this.#add(merged.add) : await this.#learn(merged);
    await this.#note(own, now);
  }

  #read(json: JsonRow): MergeRow {
    return Object.fromEntries(
      Object.entries(json).map(([name, value]) => [name, fromJson(value, this.#types.get(name) ?? 'TEXT')]),
    );
  }

  async #referred(row: MergeRow): Promise<MergeRow> {
    const changed: Record<string, string | number | null> = {};
    for (const [column, id] of Object.entries(this.#rule.references ?? {})) {
      const was = row[column];
      if (was === null || was === undefined) continue;
      const { rows } = await sql<{ becomes: string }>`
        SELECT becomes FROM merge_id WHERE name = ${id} AND was = ${JSON.stringify(was)}`.execute(this.#transaction);
      if (rows[0] !== undefined) changed[column] = JSON.parse(rows[0].becomes);
    }
    return { ...row, ...changed };
  }

  /** The desk's own numbers say nothing in the record. */
  #unnumbered(row: MergeRow): MergeRow {
    if (!this.#table.isNumbered) return row;
    return Object.fromEntries(Object.entries(row).filter(([name]) => !this.#table.key.includes(name)));
  }

  async #sameKey(row: MergeRow): Promise<MergeRow | undefined> {
    const { rows } = await sql<MergeRow>`SELECT * FROM ${sql.ref(this.#table.name)}
      WHERE ${this.#isKeyOf(row)}`.execute(this.#transaction);
    return rows[0];
  }

  #isKeyOf(row: MergeRow): RawBuilder<unknown> {
    return sql.join(
      this.#table.key.map(name => sql`${sql.ref(name)} = ${row[name]}`),
      sql` AND `,
    );
  }

  async #add(row: MergeRow): Promise<MergeRow> {
    const columns = this.#table.columns.map(({ name }) => name).filter(name => row[name] !== undefined);
    const values = columns.map(name => row[name]);
    const { rows } = await sql<MergeRow>`INSERT INTO ${sql.ref(this.#table.name)}
      (${sql.join(columns.map(name => sql.ref(name)))}) VALUES (${sql.join(values)}) RETURNING *`.execute(
      this.#transaction,
    );
    this.#added += 1;
    return rows[0] ?? row;
  }

  async #learn({ same, set = {} }: Extract<Merged, { same: MergeRow }>): Promise<MergeRow> {
    const changes = Object.entries(set).filter(([name, value]) => same[name] !== value);
    if (changes.length > 0) {
      const assignments = changes.map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
      await sql`UPDATE ${sql.ref(this.#table.name)} SET ${sql.join(assignments)} WHERE ${this.#isKeyOf(same)}`.execute(
        this.#transaction,
      );
    }
    this.#known += 1;
    return same;
  }

  /** Keeps what an id of the desk has become, for the rows that refer to it. Numbers are always kept: an equal one is a coincidence. */
  async #note(own: MergeRow, now: MergeRow): Promise<void> {
    for (const column of this.#rule.ids ?? this.#table.key) {
      if (own[column] === now[column] && !this.#table.isNumbered) continue;
      const name = `${this.#table.name}.${column}`;
      await sql`INSERT INTO merge_id (name, was, becomes)
        VALUES (${name}, ${JSON.stringify(own[column])}, ${JSON.stringify(now[column])})
        ON CONFLICT (name, was) DO NOTHING`.execute(this.#transaction);
    }
  }
}

function byKey(row: MergeRow, same: MergeRow | undefined): Merged {
  return same === undefined ? { add: row } : { same };
}
