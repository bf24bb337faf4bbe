import type { AssignmentParts, AssignmentRecord, AssignmentScope } from './assignments.ts';
import { enrolledForNotes } from './enrolledFor.ts';
import { createFollowing } from './following.ts';
import { createLedger } from './ledger.ts';
import { assignmentsOf } from './ofTenant.ts';

/** How often pending assignments are checked for expiry, and due deletions are retried, in ms. */
const ROUND = 60_000;

/** Opens the assignments of a data folder, and starts their periodic work. */
export function startAssignments(parts: AssignmentParts): AssignmentRecord {
  const { store, instance, time, shared, log } = parts;
  const { inTurn, of: ledgerOf } = createLedger(store, parts.onActivated);
  const following = createFollowing(log);
  const end = new AbortController();
  const tried = new Map<string, number>();
  /** The running deletions, by tenant. A slow tenant does not delay the others. */
  const deletions = new Map<string, Promise<unknown>>();
  const of = (scope: AssignmentScope) =>
    assignmentsOf({
      scope,
      ledger: ledgerOf(scope.activity),
      snapshot: store.snapshot,
      instance,
      time,
      shared,
      following,
      enrolledFor: enrolledForNotes(scope.documents, log),
      end: end.signal,
      tried,
      deletions,
      log,
    });

  const round = setInterval(() => {
    const work = async () => of(parts.bind()).round();
    work().catch(error => log(`assignments: ${String(error)}`));
  }, ROUND);
  round.unref();

  return {
    of,
    close: async () => {
      clearInterval(round);
      end.abort();
      await inTurn(async () => undefined);
      // If a write fails again, the next start settles it from the journal.
      await following.retry();
      await Promise.all(deletions.values());
    },
  };
}
