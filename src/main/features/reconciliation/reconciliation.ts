import { toFailure } from '../../../contract/errors/failure.ts';
import type {
  ReconciledDifference,
  ReconcileRequest,
  Reconciliation,
} from '../../../contract/reconciliation/schema.ts';
import type { ReconciliationContext } from './context.ts';
import { compareKey } from './ofKey.ts';
import { compareUser } from './ofUser.ts';

/** Number of users that are compared at the same time. Graph throttles more requests of one app. */
const AT_ONCE = 8;
/** Number of assignments in one page. */
const PAGE = 500;

type User = NonNullable<ReconciledDifference['user']>;

/** Compares keys, Entra and the record of one tenant. */
export interface ReconciliationOfTenant {
  /** Returns all differences, and changes nothing. @throws KeydeskError user-…, pin-…, key-…, graph-… for one user or key */
  compare(request: ReconcileRequest, signal?: AbortSignal): Promise<Reconciliation>;
}

export function createReconciliation(context: ReconciliationContext): ReconciliationOfTenant {
  return {
    compare: async ({ user, key }, signal) => {
      if (key !== undefined) return { users: 0, differences: await compareKey(context, key, signal), unread: [] };
      if (user === undefined) return compareTenant(context, signal);
      const { id, userPrincipalName, displayName } = await context.directory.get(user, signal);
      const differences = await compareUser(context, { id, userPrincipalName, displayName }, signal);
      return { users: 1, differences, unread: [] };
    },
  };
}

/** Compares all users. A user whose passkeys cannot be read is named with the reason, and the others are compared. */
async function compareTenant(context: ReconciliationContext, signal: AbortSignal | undefined): Promise<Reconciliation> {
  const users = await usersWithKeys(context);
  const differences: ReconciledDifference[] = [];
  const unread: Reconciliation['unread'] = [];
  const waiting = users.values();
  const work = async () => {
    for (const user of waiting) {
      signal?.throwIfAborted();
      try {
        differences.push(...(await compareUser(context, user, signal)));
      } catch (error) {
        signal?.throwIfAborted();
        unread.push({ user: user.userPrincipalName, error: toFailure(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const byUser = (one: ReconciledDifference, other: ReconciledDifference) =>
    (one.user?.userPrincipalName ?? '').localeCompare(other.user?.userPrincipalName ?? '');
  return { users: users.size, differences: differences.toSorted(byUser), unread };
}

/** Returns the users with an assignment that is active, failed or revoked, and the imported users with a security key. */
async function usersWithKeys({ assignments, imported }: ReconciliationContext): Promise<Map<string, User>> {
  const users = new Map<string, User>();
  for (let after: string | undefined; ; ) {
    const page = await assignments.list({
      states: ['active', 'revoked'],
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    for (const { user } of page.assignments) users.set(user.id, user);
    if (page.next === undefined) break;
    after = page.next;
  }
  const filter = {
    search: '',
    state: 'present',
    passkeyKind: 'security-key',
    sort: 'name',
    descending: false,
  } as const;
  for await (const found of imported.allUsers(filter)) {
    for (const { id, userPrincipalName, displayName } of found) users.set(id, { id, userPrincipalName, displayName });
  }
  return users;
}
