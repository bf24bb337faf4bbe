import type { Transaction } from '../../base/store/transactions.ts';

/** Names key `to` in all assignments that name key `from`. The inventory has learned that they are one key. */
export async function moveAssignmentsOfKey(transaction: Transaction, from: string, to: string): Promise<void> {
  await transaction
    .updateTable('assignment')
    .set({ security_key_id: to })
    .where('security_key_id', '=', from)
    .execute();
}

/** Names key `to` in these assignments. The inventory has learned which key their passkeys are on. */
export async function moveAssignments(transaction: Transaction, ids: readonly string[], to: string): Promise<void> {
  await transaction
    .updateTable('assignment')
    .set({ security_key_id: to })
    .where('id', 'in', [...ids])
    .execute();
}
