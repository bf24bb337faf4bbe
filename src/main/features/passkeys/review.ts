import { type Assignment, offersDeletion } from '../../../contract/assignments/schema.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { Difference, PasskeyReview } from '../../../contract/passkeys/review.ts';
import type { Assignments } from '../assignments/assignments.ts';
import type { Directory } from '../directory/directory.ts';
import type { KeptPasskeys, PasskeyLists } from '../directory/passkeyLists.ts';
import type { Inventory } from '../inventory/inventory.ts';

export interface ReviewParts {
  readonly directory: Pick<Directory, 'passkeys'>;
  readonly passkeyLists: Pick<PasskeyLists, 'get'>;
  readonly assignments: Pick<Assignments, 'list'>;
  readonly inventory: Pick<Inventory, 'find'>;
}

/** Maximum number of assignments of one user that are compared. */
const MOST = 200;

/**
 * Compares a user's passkeys, from Entra or the stored list, with Keydesk's assignments. Returns an error of Entra instead of throwing it.
 */
export async function reviewPasskeys(
  { directory, passkeyLists, assignments, inventory }: ReviewParts,
  { user, refresh }: { user: string; refresh: boolean },
  signal?: AbortSignal,
): Promise<PasskeyReview> {
  let failure: Failure | null = null;
  if (refresh) {
    await directory.passkeys(user, signal).catch(error => {
      failure = toFailure(error);
    });
  }
  const kept = await passkeyLists.get(user);
  const own = (await assignments.list({ user, limit: MOST })).assignments;
  const passkeys = await Promise.all(
    (kept?.passkeys ?? []).map(async passkey => {
      const keyId = own.find(({ methodId }) => methodId === passkey.id)?.key?.id ?? null;
      return { ...passkey, key: keyId === null ? null : ((await inventory.find(keyId)) ?? null) };
    }),
  );
  return {
    passkeys,
    fetchedAt: kept?.fetchedAt ?? null,
    failure,
    assignments: own,
    differences: kept === undefined ? [] : differencesOf(kept, own),
  };
}

/**
 * Returns the differences between Entra's list and Keydesk's assignments. Ignores assignments that became active after the list was read.
 */
export function differencesOf({ passkeys, fetchedAt }: KeptPasskeys, own: readonly Assignment[]): Difference[] {
  const gone = own.filter(
    ({ state, methodId, activatedAt }) =>
      state === 'active' && (activatedAt ?? '') < fetchedAt && !passkeys.some(({ id }) => id === methodId),
  );
  return [
    ...gone.map(({ id }) => ({ kind: 'not-in-entra' as const, assignmentId: id })),
    ...passkeys.flatMap(({ id }): Difference[] => {
      const recorded = own.filter(({ methodId }) => methodId === id);
      if (recorded.length === 0) return [{ kind: 'not-recorded', passkeyId: id }];
      if (recorded.some(offersDeletion)) return [{ kind: 'erased', passkeyId: id }];
      const due = recorded.some(({ deletion }) => deletion?.done === false);
      return due ? [{ kind: 'deletion-due', passkeyId: id }] : [];
    }),
  ];
}
