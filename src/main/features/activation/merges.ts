import type { Merged, MergeRow, MergeRule } from '../../base/record/merge/rule.ts';
import { isoNow, type Transaction } from '../../base/store/transactions.ts';

/** How activations and their codes come into a record that a desk joins. */
export const activationMerges: readonly MergeRule[] = [
  { table: 'activation_code', judge: judgeCode },
  { table: 'activation', references: { security_key_id: 'security_key.id' } },
  { table: 'activation_assignment', references: { assignment_id: 'assignment.id' } },
];

/** SECURITY: a user has one open code. The record's stays, and the desk's is withdrawn. A code that was used or withdrawn at either side stays so. */
async function judgeCode(row: MergeRow, same: MergeRow | undefined, transaction: Transaction): Promise<Merged> {
  if (same !== undefined) {
    const ended = {
      used_at: same.used_at ?? row.used_at ?? null,
      withdrawn_at: same.withdrawn_at ?? row.withdrawn_at ?? null,
    };
    return { same, set: { ...ended, tries_left: Math.min(Number(same.tries_left), Number(row.tries_left)) } };
  }
  const open = await transaction
    .selectFrom('activation_code')
    .select('id')
    .where('tenant', '=', String(row.tenant))
    .where('user_id', '=', String(row.user_id))
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  const isOpen = row.used_at === null && row.withdrawn_at === null;
  return { add: isOpen && open !== undefined ? { ...row, withdrawn_at: isoNow(transaction) } : row };
}
