import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import type { Passkey } from '../../../contract/users/schema.ts';
import type { BatchContext } from './context.ts';
import type { Row } from './moves.ts';
import { userOf } from './toRow.ts';

/**
 * Deletes in Entra the passkeys that a new one replaces. It is proven by now. Each is first noted as a deletion that is due, which is tried again until Entra has
 * done it (assignments/replaced.ts). The row says what is left.
 */
export async function deleteReplaced(context: BatchContext, rowId: string): Promise<void> {
  const { assignments, store, log } = context;
  const { database } = store;
  // What the passkey replaces was noted after the row was taken.
  const row = await database.selectFrom('batch_row').selectAll().where('id', '=', rowId).executeTakeFirst();
  if (row === undefined) return;
  // SECURITY: the check of a retried row may have seen the passkey of its own interrupted enrollment.
  const replaced = replacedBy(row);
  const user = userOf(row);
  if (replaced.length === 0 || user === null) return;
  const listed = await passkeysOf(context, user.id);
  const due: string[] = [];
  const unknown: string[] = [];
  for (const id of replaced) {
    const passkey = listed === null ? null : listed.find(each => each.id === id);
    const noted = await assignments.replace(user, id, passkey).catch((error: unknown) => {
      log(`batch: the replaced passkey ${id} is left: ${String(error)}`);
      return undefined;
    });
    if (noted === undefined) unknown.push(id);
    else due.push(...noted);
  }
  const { due: count } = due.length === 0 ? { due: 0 } : await assignments.finishDeletions(due);
  const left = count + unknown.length;
  const failure = left === 0 ? null : toFailure(new KeydeskError('batch-old-left', { count: left }));
  await database
    .updateTable('batch_row')
    .set({
      replaces: JSON.stringify(unknown),
      ...(failure === null && !saysLeft(row) ? {} : { error: failure && JSON.stringify(failure) }),
    })
    .where('id', '=', row.id)
    .execute();
}

/** Returns the passkeys that the one of a row replaces, and that are not noted as due yet. */
export function replacedBy({ replaces, method_id }: Pick<Row, 'replaces' | 'method_id'>): string[] {
  const all: string[] = JSON.parse(replaces);
  return all.filter(id => id !== method_id);
}

function saysLeft({ error }: Row): boolean {
  return error?.includes('"batch-old-left"') === true;
}

/** Returns null if Entra cannot be asked now. */
async function passkeysOf({ directory, log }: BatchContext, userId: string): Promise<Passkey[] | null> {
  try {
    return await directory.passkeys(userId);
  } catch (error) {
    log(`batch: the passkeys of ${userId} cannot be listed: ${String(error)}`);
    return null;
  }
}
