import type { Transaction } from '../../base/store/transactions.ts';

/** Replaces key `from` with key `to` in all activations. Call when the inventory finds that both are one key. */
export async function moveActivationsOfKey(transaction: Transaction, from: string, to: string): Promise<void> {
  await transaction
    .updateTable('activation')
    .set({ security_key_id: to })
    .where('security_key_id', '=', from)
    .execute();
}
