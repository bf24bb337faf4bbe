import type { Batch } from '../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { BatchContext } from './context.ts';
import { listedKeysOf, wantsBackup } from './existingKeys.ts';
import type { Row } from './moves.ts';

/**
 * Asks Entra once more what the user has, when the key for a row is there: the check may be hours old, and what an import knows days. Notes what the new passkey
 * replaces.
 * @returns why the user gets no key; undefined if nothing is against it
 * @throws KeydeskError graph-…
 */
export async function lookBeforeKey(
  context: BatchContext,
  existing: Batch['existing'],
  row: Row,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  if (existing === 'add' || row.user_id === null) return undefined;
  if (existing === 'skip' && (await isInterrupted(context, row))) return undefined;
  const keys = await listedKeysOf(context, row.user_id, signal);
  if (existing === 'skip') {
    if (keys.length === 0 || (await wantsBackup(context, row.user_id))) return undefined;
    return toFailure(hasKey(row.user_principal_name ?? '', keys));
  }
  await context.store.database
    .updateTable('batch_row')
    .set({ replaces: JSON.stringify(keys.map(({ id }) => id)) })
    .where('id', '=', row.id)
    .execute();
  return undefined;
}

/** Returns the error for a user who has a security key already. */
export function hasKey(user: string, keys: readonly { readonly displayName: string }[]): KeydeskError {
  return new KeydeskError('batch-has-key', { user, name: keys[0]?.displayName ?? '', count: keys.length });
}

/** Returns whether the last enrollment of a row can still be finished. A person may have discarded it, because its key is gone. */
export async function isInterrupted({ enrollments }: BatchContext, { enrollment_id: id }: Row): Promise<boolean> {
  const outcome = id === null ? undefined : await enrollments.outcome(id);
  return outcome !== undefined && outcome.state !== 'cleaned-up';
}
