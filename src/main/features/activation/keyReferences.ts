import type { Transaction } from '../../base/store/transactions.ts';

/** Names key `to` in all activations of key `from`. The inventory has learned that they are one key. */
export async function moveActivationsOfKey(transaction: Transaction, from: string, to: string): Promise<void> {
  await transaction
    .updateTable('activation')
    .set({ security_key_id: to })
    .where('security_key_id', '=', from)
    .execute();
}
