import { type RawBuilder, sql } from 'kysely';
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
  /** Returns the next rows whose id comes after another one, that fulfill a condition and are still needed. */
  rows(where: RawBuilder<unknown>, after: string): Promise<readonly SecretRow[]>;
  /** Returns a secret that was sealed here; undefined if another desk or program sealed it. */
  openHere(row: SecretRow): Promise<string | undefined>;
  /** Writes the copies, unless the row has changed meanwhile. */
  writeCopies(transaction: Transaction, row: SecretRow, copies: string): Promise<void>;
  /** Seals a secret here, instead of for the desk that made it. */
  keepHere(row: SecretRow, text: string): Promise<void>;
}

/** How many rows one transaction gets. */
export const PIECE = 200;

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
