import type { Transaction } from '../../base/store/transactions.ts';

/** Records that an enrollment that began without the record was compared with it. */
export async function noteCompared(transaction: Transaction, enrollmentId: string): Promise<void> {
  await transaction.updateTable('journal').set({ away_since: 0 }).where('id', '=', enrollmentId).execute();
}

/**
 * Records that an enrollment has its assignment. The mark is set when an enrollment begins, and by a trigger (assignments/migrations/0032-owed-assignments.ts).
 */
export async function noteAssigned(transaction: Transaction, enrollmentId: string): Promise<void> {
  await transaction.updateTable('journal').set({ owes_assignment: 0 }).where('id', '=', enrollmentId).execute();
}
