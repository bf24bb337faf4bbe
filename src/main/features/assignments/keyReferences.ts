import type { Transaction } from '../../base/store/transactions.ts';

/** Replaces key `from` with key `to` in all assignments. Call when the inventory finds that both are one key. */
export async function moveAssignmentsOfKey(transaction: Transaction, from: string, to: string): Promise<void> {
  await transaction
    .updateTable('assignment')
    .set({ security_key_id: to })
    .where('security_key_id', '=', from)
    .execute();
}

/** Sets the key of these assignments. Call when the inventory finds which key their passkeys are on. */
export async function moveAssignments(transaction: Transaction, ids: readonly string[], to: string): Promise<void> {
  await transaction
    .updateTable('assignment')
    .set({ security_key_id: to })
    .where('id', 'in', [...ids])
    .execute();
}
