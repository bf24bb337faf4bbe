import type {
  Assignment,
  AssignmentFilter,
  AssignmentPage,
  AssignmentQuery,
} from '../../../contract/assignments/schema.ts';
import type { Assignments } from './assignments.ts';
import { type AssignmentContext, tenantOf } from './context.ts';
import { findAssignments } from './query.ts';
import { toAssignment } from './records.ts';
import { expireDue } from './rounds.ts';

/** Returns a page of a list. */
export function listAssignments(
  context: AssignmentContext,
  { after, limit, sort, descending, ...filter }: AssignmentQuery,
): Promise<AssignmentPage> {
  return context.ledger.inTurn(async () => {
    await expireFirst(context);
    const { database } = context.ledger;
    const found = await findAssignments(database, tenantOf(context), filter, context.scope.membersAmong, {
      sort,
      descending,
    });
    return { ...(await found.page(limit, after)), ...(await found.summary()) };
  });
}

/** Opens a list as it is now, to be read in parts. The caller closes it. */
export function openList(context: AssignmentContext, filter: AssignmentFilter): ReturnType<Assignments['snapshot']> {
  return context.ledger.inTurn(async () => {
    await expireFirst(context);
    const { database, close } = context.snapshot();
    try {
      return { ...(await findAssignments(database, tenantOf(context), filter, context.scope.membersAmong)), close };
    } catch (error) {
      close();
      throw error;
    }
  });
}

/** Returns assignments by their ids, of any tenant. */
export function assignmentsById({ ledger }: AssignmentContext, ids: readonly string[]): Promise<Assignment[]> {
  return ledger.inTurn(async () => {
    if (ids.length === 0) return [];
    const rows = await ledger.database
      .selectFrom('assignment')
      .selectAll()
      .where('id', 'in', [...ids])
      .execute();
    return rows.map(toAssignment);
  });
}

/**
 * Expires what is due before a list is read. Logs errors: the list must be readable with a full disk or after a newer Keydesk took over.
 */
function expireFirst(context: AssignmentContext): Promise<void> {
  return expireDue(context).catch(error => context.log(`expiry: ${String(error)}`));
}
