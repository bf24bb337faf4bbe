import type { ErrorCode } from '../../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../../contract/errors/failure.ts';
import {
  MOST_DIFFERENCES,
  type ReconciledDifference,
  type ReconciledUser,
  type UnreadUser,
} from '../../../contract/reconciliation/schema.ts';
import type { ReconciliationContext } from './context.ts';
import { compareUser } from './ofUser.ts';
import { createRegistrants, type Registrants } from './registrants.ts';

/** Number of users that are compared at the same time. Requests to Graph share one limit (graph/throttleGate.ts). */
const AT_ONCE = 8;
/** Number of assignments in one page. */
const PAGE = 500;

/** Errors that every further user would meet too. */
const OF_EVERY_USER: readonly ErrorCode[] = [
  'not-connected',
  'graph-unreachable',
  'graph-unauthorized',
  'sign-in-needed',
  'sign-in-expired',
];

/**
 * After so many refusals without any user that could be read, the right itself is missing. A single refusal may be about the user: an
 * administrator, or one outside the administrative unit of the sign-in.
 */
const REFUSED_AT_FIRST = 50;

/** What one compared user adds to the report. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly differences: ReconciledDifference[];
  readonly unread: UnreadUser[];
}

export interface TenantEnd {
  readonly users: number;
  readonly audit: ReturnType<Registrants['failure']>;
  /** The number of differences and of unread users beyond the limit of a report. */
  readonly more: number;
}

/**
 * Compares all users, some of them at the same time. A user whose passkeys cannot be read is named with the reason, and the others are
 * compared.
 * @throws KeydeskError graph-… if no user can be read; cancelled
 */
export async function compareTenant(
  context: ReconciliationContext,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<TenantEnd> {
  const users = await usersWithKeys(context, signal);
  const registrants = createRegistrants(context);
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  let [done, told, more] = [0, 0, 0];
  let [read, refused] = [0, 0];
  const waiting = users.values();
  const add = (differences: ReconciledDifference[], unread: UnreadUser[]) => {
    const room = Math.max(0, MOST_DIFFERENCES - told);
    const kept = [differences.slice(0, room), unread.slice(0, Math.max(0, room - differences.length))] as const;
    const shown = kept[0].length + kept[1].length;
    told += shown;
    more += differences.length + unread.length - shown;
    tell({ done: ++done, total: users.size, differences: kept[0], unread: kept[1] });
  };
  const work = async () => {
    for (const user of waiting) {
      ended.throwIfAborted();
      try {
        const { differences } = await compareUser(context, user, registrants, ended);
        read++;
        add(differences, []);
      } catch (error) {
        ended.throwIfAborted();
        if (hasCode(error, 'graph-forbidden')) refused++;
        if (hasCode(error, ...OF_EVERY_USER) || (read === 0 && refused >= REFUSED_AT_FIRST)) {
          // The other workers end too, instead of asking for each of the remaining users.
          stop.abort(error);
          throw error;
        }
        add([], [{ user: user.userPrincipalName, error: toFailure(error) }]);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { users: users.size, audit: registrants.failure(), more };
}

/**
 * Returns the users with an active assignment, or with a revoked one whose passkey may still be in Entra, and the imported users with a
 * security key.
 */
async function usersWithKeys(
  { assignments, imported }: ReconciliationContext,
  signal: AbortSignal,
): Promise<Map<string, ReconciledUser>> {
  const users = new Map<string, ReconciledUser>();
  for (let after: string | undefined; ; ) {
    signal.throwIfAborted();
    const page = await assignments.list({
      states: ['active', 'revoked'],
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    for (const { user, state, deletion, methodId } of page.assignments) {
      if (state === 'active' || (methodId !== null && deletion?.done !== true)) users.set(user.id, user);
    }
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
    signal.throwIfAborted();
    for (const { id, userPrincipalName, displayName } of found) users.set(id, { id, userPrincipalName, displayName });
  }
  return users;
}
