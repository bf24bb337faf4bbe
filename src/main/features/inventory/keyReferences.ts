import type { Transaction } from '../../base/store/transactions.ts';

/**
 * What the inventory needs of the features whose rows name a key by its id. The inventory may learn that two rows are one key, or that
 * one row was several keys. All methods write in the transaction of the inventory's own change.
 */
export interface KeyReferences {
  /** Names key `to` in all rows that name key `from`. */
  move(transaction: Transaction, from: string, to: string): Promise<void>;
  /** Names key `to` in these assignments, which may name another key or none. */
  moveAssignments(transaction: Transaction, ids: readonly string[], to: string): Promise<void>;
}
