import { setImmediate as afterWhatIsDue } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Deletions } from '../../../contract/inventory/schema.ts';
import { watchingWaits } from '../../services/graph/waits.ts';
import { noteConflicts } from './awayConflicts.ts';
import { type AssignmentContext, tenantOf } from './context.ts';
import { finishDeletions } from './deletions.ts';
import { expireSome } from './moves.ts';
import { settleAbandoned, settleProvisioning } from './settle.ts';

/** How long a deletion of a round waits for Entra, in ms. What Entra puts off is due in the next round. No command and no end of Keydesk waits for it. */
const SHORT = 2000;

/**
 * Does the periodic work, also after each recovery of the journal: settles ended enrollments, expires old pending assignments, and runs the
 * due deletions in Entra.
 * @param settle whether to settle also enrollments that no running Keydesk works on
 */
export async function goRound(context: AssignmentContext, settle: boolean): Promise<void> {
  const { scope, ledger, following, end } = context;
  const own = scope.tenant.id;
  if (own === null || end.aborted) return;
  await following.retry();
  await ledger.inTurn(async () => {
    await (settle ? settleAbandoned(context, own) : settleProvisioning(context, own));
    await noteConflicts({ ledger, activity: scope.activity }, own);
    await expireDue(context);
  });
  await watchingWaits(
    () => undefined,
    () => deleteDue(context),
    SHORT,
  );
}

/** Expires the pending assignments that are due. Uses small transactions, so that thousands of assignments do not block other work. */
export async function expireDue({ ledger, time, end }: AssignmentContext): Promise<void> {
  const now = new Date(time.now()).toISOString();
  const due = ledger.database.selectFrom('assignment').select('id').where('state', '=', sql.lit('pending'));
  if ((await due.where('expires_at', '<=', now).limit(1).executeTakeFirst()) === undefined) return;
  for (let more = true; more && !end.aborted; ) {
    await ledger.change(async transaction => {
      const expired = await expireSome(transaction, now);
      more = expired.more;
      return expired.changes;
    });
    await afterWhatIsDue();
  }
}

/**
 * Runs the due deletions in Entra, one after the other, in parallel to other work on assignments: a list does not wait for Entra.
 * @param only the ids of the assignments. Default: all
 */
export function deleteDue(context: AssignmentContext, only?: readonly string[]): Promise<Deletions> {
  const { scope, ledger, end, tried, deletions } = context;
  const own = tenantOf(context);
  const { activity, deleteMethod, gone } = scope;
  const work = { database: ledger.database, activity, deleteMethod, gone, signal: end, tried };
  const asked = performance.now();
  const before = deletions.get(own) ?? Promise.resolve();
  const mine = before.then(() => finishDeletions(work, own, asked, only));
  // The caller gets the error. The next deletion runs anyway.
  const over = mine.catch(() => undefined);
  deletions.set(own, over);
  return mine;
}
