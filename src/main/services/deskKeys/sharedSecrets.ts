import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { markSql } from './copies.ts';

/** A secret in a row of its owner's table. */
export interface SecretRow {
  /** Identifies the row among those of its kind, and orders them. */
  readonly id: string;
  /** What the secret is. SECURITY: a copy opens under this name only, so it cannot be moved to another row. */
  readonly name: string;
  /** As the desk that made it has sealed it for itself; null if it could not. */
  readonly sealed: Uint8Array | null;
  /** As copies.ts writes it. */
  readonly copies: string;
}

/** The secrets of one table that the desks of a record share. Implemented by the owner of the table. */
export interface SharedSecrets {
  /** Looks at the next rows whose id comes after another one, and returns those that fulfill a condition and are still needed. */
  rows(where: RawBuilder<unknown>, after: string): Promise<SecretPiece>;
  /** Returns a secret that was sealed here; undefined if another desk or program sealed it. */
  openHere(row: SecretRow): Promise<string | undefined>;
  /** Writes the copies, unless the row has changed meanwhile. */
  writeCopies(transaction: Transaction, row: SecretRow, copies: string): Promise<void>;
  /** Seals a secret here, instead of for the desk that made it. */
  keepHere(row: SecretRow, text: string): Promise<void>;
}

/** Rows that were found, and the id after which to go on; undefined at the end. */
export interface SecretPiece {
  readonly rows: readonly SecretRow[];
  readonly next: string | undefined;
}

/** How many rows are looked at in one step: some milliseconds, with copies for twenty desks. */
const PIECE = 300;

/**
 * Reads one piece of a table in the order of its ids.
 * @param from Reads `id`, `name`, `sealed` and `copies`, and all other columns that a condition needs
 */
export async function readPiece(
  database: Kysely<Schema>,
  from: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  after: string,
): Promise<SecretPiece> {
  const { rows } = await sql<SecretRow & { readonly found: number }>`
    SELECT id, name, CASE WHEN found THEN sealed END AS sealed, CASE WHEN found THEN copies ELSE '' END AS copies, found
    FROM (SELECT *, (${where}) AS found FROM (${from}) WHERE id > ${after} ORDER BY id LIMIT ${PIECE})`.execute(
    database,
  );
  return {
    rows: rows.filter(({ found }) => found === 1).map(({ found: _found, ...row }) => row),
    next: rows.length < PIECE ? undefined : rows.at(-1)?.id,
  };
}

/** Calls `work` with all pieces in turn. */
export async function eachPiece(
  secrets: SharedSecrets,
  where: RawBuilder<unknown>,
  work: (rows: readonly SecretRow[]) => Promise<void>,
): Promise<void> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const piece: SecretPiece = await secrets.rows(where, after);
    if (piece.rows.length > 0) await work(piece.rows);
    after = piece.next;
  }
}

/** The condition of rows without a copy for one of these keys. */
export function lacksCopy(prints: readonly string[]): RawBuilder<unknown> {
  // Somebody else may have written a text that is not JSON.
  return sql`CASE WHEN json_valid(copies) THEN copies ->> '$.of' IS NOT ${sql.raw(markSql('sealed'))}
    OR EXISTS (SELECT 1 FROM json_each(${JSON.stringify(prints)}) p WHERE json_type(copies, '$.for."' || p.value || '"') IS NULL) ELSE 1 END`;
}

/** The condition of rows with a copy for a key. */
export function hasCopy(print: string): RawBuilder<unknown> {
  return sql`json_valid(copies) AND json_type(copies, ${`$.for."${print}"`}) IS NOT NULL`;
}
