import type { Selectable } from 'kysely';
import type { Store } from '../../base/store/database.ts';
import type { Schema } from '../../base/store/schema.ts';
import { isoNow, type Transaction } from '../../base/store/transactions.ts';
import type { ActivationTable } from './tables.ts';

/** Finishes an activation whose passkey is registered, unless it was finished before. */
export function finishActivation(
  database: Store['database'],
  row: Pick<Selectable<ActivationTable>, 'id' | 'tenant' | 'user_id'>,
): Promise<void> {
  return database.write(async transaction => {
    const finished_at = isoNow(transaction);
    const own = transaction.updateTable('activation').set({ finished_at }).where('id', '=', row.id);
    const { numUpdatedRows } = await own.where('finished_at', 'is', null).executeTakeFirst();
    // Spends the codes only once: a newer code for another key stays valid if the user plugs in the finished key again.
    if (numUpdatedRows > 0n) await spendCodes(transaction, row);
  });
}

/**
 * Finishes the activations of a passkey that has become active, and of its key, in the transaction of that change. So the user's code is
 * used up even if Keydesk ends right afterwards.
 */
export async function finishActivations(
  transaction: Transaction,
  {
    id,
    tenant,
    user_id,
    security_key_id,
  }: Pick<Selectable<Schema['assignment']>, 'id' | 'tenant' | 'user_id' | 'security_key_id'>,
): Promise<void> {
  const finished = await transaction
    .updateTable('activation')
    .set({ finished_at: isoNow(transaction) })
    .where('tenant', '=', tenant)
    .where('user_id', '=', user_id)
    .where('finished_at', 'is', null)
    .where(of =>
      of.or([
        of(
          'activation.id',
          'in',
          of.selectFrom('activation_assignment').select('activation_id').where('assignment_id', '=', id),
        ),
        // Null means that the key cannot be identified, and never equals another null.
        of('security_key_id', '=', security_key_id),
      ]),
    )
    .returning('id')
    .execute();
  if (finished.length > 0) await spendCodes(transaction, { tenant, user_id });
}

/** Marks the user's open code as used. It may be another code than the one of this activation. There is at most one. */
async function spendCodes(
  transaction: Transaction,
  { tenant, user_id }: Pick<Selectable<ActivationTable>, 'tenant' | 'user_id'>,
): Promise<void> {
  await transaction
    .updateTable('activation_code')
    .set({ used_at: isoNow(transaction) })
    .where('tenant', '=', tenant)
    .where('user_id', '=', user_id)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute();
}
