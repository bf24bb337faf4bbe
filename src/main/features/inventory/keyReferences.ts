import type { Transaction } from '../../base/store/transactions.ts';

/**
 * What the inventory needs of features whose rows refer to a key by its id. The inventory may find that two rows are one key, or that one
 * row was several keys. All methods write in the transaction of the inventory's own change.
 */
export interface KeyReferences {
  /** Replaces key `from` with key `to` in all rows. */
  move(transaction: Transaction, from: string, to: string): Promise<void>;
  /** Sets the key of these assignments, which may have another key or none. */
  moveAssignments(transaction: Transaction, ids: readonly string[], to: string): Promise<void>;
  /** Call after the commit. */
  moved(): void;
}
