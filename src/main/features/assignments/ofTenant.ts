import { followAccounts } from './accounts.ts';
import { adopt, closeGone, ofCredentials } from './adopt.ts';
import type { Assignments } from './assignments.ts';
import { bulk, chosenOf } from './bulk.ts';
import type { AssignmentContext } from './context.ts';
import { fulfillmentOf } from './fulfill.ts';
import { assignmentsById, listAssignments, openList } from './list.ts';
import { erased, passkeyGone, passkeyNotFound, revokeKey } from './lostPasskeys.ts';
import { replacePasskey } from './replaced.ts';
import { deleteDue, goRound } from './rounds.ts';
import { assign, cancel, deleteErased, retry, revoke } from './staff.ts';

/** Returns the assignments of one tenant. `round` does the periodic work. */
export function assignmentsOf(context: AssignmentContext): Assignments & { round(): Promise<void> } {
  /** Resolves when all earlier work on assignments is done. */
  const written = () => context.ledger.inTurn(async () => undefined);
  return {
    list: query => listAssignments(context, query),
    snapshot: filter => openList(context, filter),
    followAccounts: () => followAccounts(context),
    ofCredentials: ids => ofCredentials(context, ids),
    adopt: (user, passkey) => adopt(context, user, passkey),
    closeGone: (id, evenIfUnproven) => closeGone(context, id, evenIfUnproven),
    byIds: ids => assignmentsById(context, ids),
    assign: request => assign(context, request),
    cancel: id => cancel(context, id),
    retry: id => retry(context, id),
    bulk: (request, signal) => bulk(context, each => assign(context, each), request, signal),
    chosen: which => chosenOf(context, which),
    revoke: id => revoke(context, id),
    deleteErased: id => deleteErased(context, id),
    passkeyGone: methodId => passkeyGone(context, methodId),
    passkeyNotFound: methodId => passkeyNotFound(context, methodId),
    replace: (...request) => replacePasskey(context, ...request),
    revokeKey: (...request) => revokeKey(context, ...request),
    erased: what => erased(context, what),
    written,
    finishDeletions: async only => {
      await written();
      return deleteDue(context, only);
    },
    observe: request => fulfillmentOf(context, request),
    settle: () => goRound(context, true),
    round: () => goRound(context, false),
  };
}
