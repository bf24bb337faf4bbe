import type { Transaction } from '../../store/transactions.ts';

/** A row, by column. A BLOB is a Buffer. */
export type MergeRow = Readonly<Record<string, string | number | null | Uint8Array>>;

/** What becomes of a row of a desk that joins a record. */
export type Merged =
  /** It is added as it is here, under a number of the record's if its table numbers rows. */
  | { readonly add: MergeRow }
  /** The record has it already, as `same`. References to the desk's row become references to that one. `set` is what the record learns. */
  | { readonly same: MergeRow; readonly set?: MergeRow };

/**
 * How the rows of one table of a desk that had a record of its own come into the record that it joins. Exported by the owner of the table, and listed in
 * their order in app/record/merges.ts: a table comes after those that it refers to.
 */
export interface MergeRule {
  readonly table: string;
  /** The columns with an id of another row, and which id it is, as `table.column`. Undefined ids stay as they are. */
  readonly references?: Readonly<Record<string, string>>;
  /** The columns to which others refer. Default: the primary key. */
  readonly ids?: readonly string[];
  /** SQL that reads the desk's rows, in the order in which they come. Columns that the table does not have are for `judge` alone. Default: all, by primary key. */
  readonly rows?: string;
  /**
   * Decides about one row, whose references are those of the record already. `same` is the record's row with the same primary key, if there is one. Default: a
   * row that the record has stays as the record has it.
   */
  readonly judge?: (row: MergeRow, same: MergeRow | undefined, transaction: Transaction) => Promise<Merged>;
}
