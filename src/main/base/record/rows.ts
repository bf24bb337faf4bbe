import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Value } from './changeset.ts';

/** A row as JSON has it. A BLOB is a text of PostgreSQL's hex form, `\x6b6579`. */
export type JsonRow = Record<string, string | number | null>;

/** What one transaction, or several, did to the tables of the record. Rows are given as they are afterwards. */
export interface RecordChanges {
  /** New and changed rows, by table. */
  readonly rows: Readonly<Record<string, readonly JsonRow[]>>;
  /** The primary keys of deleted rows, by table. */
  readonly removed: Readonly<Record<string, readonly JsonRow[]>>;
  /** The highest number that a table with numbered rows ever gave. */
  readonly numbers: Readonly<Record<string, number>>;
}

export function isEmpty({ rows, removed }: RecordChanges): boolean {
  return Object.keys(rows).length === 0 && Object.keys(removed).length === 0;
}

/** @throws Error for a number that JSON cannot carry */
export function toJson(value: Value | undefined): string | number | null {
  if (value === undefined || value === null) return null;
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  if (typeof value === 'bigint') throw new Error('a number of the record has more than 53 bits');
  return value;
}

/** @param type The type of the column */
export function fromJson(value: string | number | null | undefined, type: string): Exclude<Value, bigint> {
  if (value === undefined || value === null) return null;
  return type === 'BLOB' ? Buffer.from(String(value).slice(2), 'hex') : value;
}

/**
 * Refuses a record with numbers that a desk cannot count on from. Somebody wrote them past Keydesk.
 * @throws KeydeskError record-spoiled
 */
export function refuseSpoiled({ head, numbers }: { head: number } & Pick<RecordChanges, 'numbers'>): void {
  const spoiled = Object.entries({ revision: head, ...numbers }).find(([, number]) => !Number.isSafeInteger(number));
  if (spoiled !== undefined) throw new KeydeskError('record-spoiled', { table: spoiled[0] });
}
