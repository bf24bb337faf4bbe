import type { Kysely } from 'kysely';
import type { Schema } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';

/** Records that an enrollment that began without the record was compared with it. */
export async function noteCompared(transaction: Transaction, enrollmentId: string): Promise<void> {
  await transaction.updateTable('journal').set({ away_since: 0 }).where('id', '=', enrollmentId).execute();
}

/** Records that an enrollment goes on without the record. Changes nothing if that is known. @param since in ms, by the record's clock */
export async function noteAway(database: Kysely<Schema>, enrollmentId: string, since: number): Promise<void> {
  const own = database.updateTable('journal').set({ away_since: since }).where('id', '=', enrollmentId);
  await own.where('away_since', '=', 0).execute();
}

/**
 * Records that the passkey of an enrollment is on record. The mark is set when an enrollment begins, because a shared record may be away then, and another desk may move
 * the assignment on without knowing the enrollment. A trigger sets it again (assignments/migrations/0032-owed-assignments.ts).
 */
export async function noteAssigned(transaction: Transaction, enrollmentId: string | null): Promise<void> {
  if (enrollmentId === null) return;
  await transaction.updateTable('journal').set({ owes_assignment: 0 }).where('id', '=', enrollmentId).execute();
}
