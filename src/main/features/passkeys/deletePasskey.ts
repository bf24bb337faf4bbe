import { hasCode } from '../../../contract/errors/failure.ts';
import type { Assignments } from '../assignments/assignments.ts';
import type { Directory } from '../directory/directory.ts';

export interface PasskeyDeletionParts {
  readonly directory: Pick<Directory, 'deletePasskey'>;
  readonly assignments: Pick<Assignments, 'passkeyGone' | 'passkeyNotFound'>;
}

/**
 * Deletes a passkey in Entra and revokes its assignment. If Entra does not find the passkey, revokes the assignment only if it is proven
 * that Entra does not have it.
 * @throws KeydeskError passkey-not-found, graph-…
 */
export async function deletePasskey(
  { directory, assignments }: PasskeyDeletionParts,
  user: string,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await directory.deletePasskey(user, id, signal);
  } catch (error) {
    if (hasCode(error, 'passkey-not-found')) await assignments.passkeyNotFound(id);
    throw error;
  }
  await assignments.passkeyGone(id);
}
