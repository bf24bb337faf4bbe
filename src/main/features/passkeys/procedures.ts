import { implement } from '@orpc/server';
import { passkeysContract } from '../../../contract/passkeys/procedures.ts';
import { deletePasskey, type PasskeyDeletionParts } from './deletePasskey.ts';
import { type ReviewParts, reviewPasskeys } from './review.ts';

export type PasskeyScope = ReviewParts & PasskeyDeletionParts;

/** Returns the procedures for the passkeys of one user. */
export function passkeysProcedures(scope: () => PasskeyScope) {
  const os = implement(passkeysContract);
  return os.router({
    list: os.list.handler(({ input, signal }) => scope().directory.passkeys(input.user, signal)),
    review: os.review.handler(({ input, signal }) => reviewPasskeys(scope(), input, signal)),
    delete: os.delete.handler(({ input, signal }) => deletePasskey(scope(), input.user, input.id, signal)),
  });
}
