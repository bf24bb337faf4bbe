import { implement } from '@orpc/server';
import { passkeysContract } from '../../../contract/passkeys/procedures.ts';
import { deletePasskey, type PasskeyDeletionParts } from './deletePasskey.ts';
import { type ReviewParts, reviewPasskeys } from './review.ts';

export type PasskeyScope = ReviewParts & PasskeyDeletionParts;

/** The passkeys of one user. */
export function passkeysProcedures(bind: () => PasskeyScope) {
  const os = implement(passkeysContract);
  return os.router({
    list: os.list.handler(({ input, signal }) => bind().directory.passkeys(input.user, signal)),
    review: os.review.handler(({ input, signal }) => reviewPasskeys(bind(), input, signal)),
    delete: os.delete.handler(({ input, signal }) => deletePasskey(bind(), input.user, input.id, signal)),
  });
}
