import { hasCode } from '../../../contract/errors/failure.ts';
import type { Directory } from '../directory/directory.ts';
import type { Assignments } from './assignments.ts';

/** The directory, where a passkey that is deleted in Entra ends its assignment. */
export function revokingDirectory(
  directory: Directory,
  assignments: Pick<Assignments, 'passkeyGone' | 'passkeyNotFound'>,
): Directory {
  return {
    ...directory,
    deletePasskey: async (user, id, signal) => {
      try {
        await directory.deletePasskey(user, id, signal);
      } catch (error) {
        if (hasCode(error, 'passkey-not-found')) await assignments.passkeyNotFound(id);
        throw error;
      }
      await assignments.passkeyGone(id);
    },
  };
}
