import type { Selectable } from 'kysely';
import type { Store } from '../../base/store/database.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { ActivationTable } from './tables.ts';

/** Finishes an activation whose passkey is made, unless it was finished before. */
export function finishActivation(
  database: Store['database'],
  row: Pick<Selectable<ActivationTable>, 'id' | 'tenant' | 'user_id'>,
): Promise<void> {
  return database.write(async transaction => {
    const finished_at = new Date().toISOString();
    const own = transaction.updateTable('activation').set({ finished_at }).where('id', '=', row.id);
    const { numUpdatedRows } = await own.where('finished_at', 'is', null).executeTakeFirst();
    // A code that was made since for another key stays good when its user plugs in the finished one.
    if (numUpdatedRows > 0n) await spendCodes(transaction, row);
  });
}

/**
 * Finishes the activation that led to a passkey which has become active, and one of the same key, in the transaction of that change. If
 * Keydesk ends right afterwards, the user's code is used up all the same.
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
    .set({ finished_at: new Date().toISOString() })
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
        // Null, which is a key that cannot be told, equals nothing.
        of('security_key_id', '=', security_key_id),
      ]),
    )
    .returning('id')
    .execute();
  if (finished.length > 0) await spendCodes(transaction, { tenant, user_id });
}

/** Uses up the user's open code, which may be another one than the activation began with. There is at most one. */
async function spendCodes(
  transaction: Transaction,
  { tenant, user_id }: Pick<Selectable<ActivationTable>, 'tenant' | 'user_id'>,
): Promise<void> {
  await transaction
    .updateTable('activation_code')
    .set({ used_at: new Date().toISOString() })
    .where('tenant', '=', tenant)
    .where('user_id', '=', user_id)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute();
}
