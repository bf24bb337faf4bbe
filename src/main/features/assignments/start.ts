import type { AssignmentParts, AssignmentRecord, AssignmentScope } from './assignments.ts';
import { createFollowing } from './following.ts';
import { createLedger } from './ledger.ts';
import { assignmentsOf } from './ofTenant.ts';

/** How often it is looked whether a pending one has grown too old, and whether a deletion can be made up for, in ms. */
const ROUND = 60_000;

/** Opens the assignments of a data folder, and goes round them now and then. */
export function startAssignments(parts: AssignmentParts): AssignmentRecord {
  const { store, instance, time, log } = parts;
  const { inTurn, of: ledgerOf } = createLedger(store, parts.onActivated);
  const following = createFollowing(log);
  const end = new AbortController();
  const tried = new Map<string, number>();
  /** The deletions under way, by tenant: a tenant that answers slowly holds up no other one. */
  const deletions = new Map<string, Promise<unknown>>();
  const of = (scope: AssignmentScope) =>
    assignmentsOf({
      scope,
      ledger: ledgerOf(scope.activity),
      snapshot: store.snapshot,
      instance,
      time,
      following,
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
      // What still cannot be written is settled by the journal, at the next start.
      await following.retry();
      await Promise.all(deletions.values());
    },
  };
}
