import { toFailure } from '../../../contract/errors/failure.ts';
import type {
  MendRequest,
  MendResult,
  ReconciledDifference,
  ReconciledPasskey,
  ReconciledUser,
  ReconcileRequest,
  Reconciliation,
  ReportEvent,
  UnreadUser,
} from '../../../contract/reconciliation/schema.ts';
import { type Channel, telling } from '../../base/stream.ts';
import type { ReconciliationContext } from './context.ts';
import { mendDifference } from './mend.ts';
import { compareKey } from './ofKey.ts';
import { compareUser } from './ofUser.ts';
import { createRegistrants } from './registrants.ts';
import { compareTenant } from './tenant.ts';

/** Compares keys, Entra and the record of one tenant. */
export interface ReconciliationOfTenant {
  /** Returns all differences, and changes nothing. @throws KeydeskError user-…, pin-…, key-…, graph-… */
  compare(request: ReconcileRequest, signal?: AbortSignal): Promise<Reconciliation>;
  /** Compares all users. Stops when the caller leaves. */
  report(signal?: AbortSignal): Channel<ReportEvent>;
  /**
   * Removes one difference, after comparing it again.
   * @throws KeydeskError difference-gone, mend-unproven, mend-not-confirmed, graph-…, key-…, pin-…
   */
  mend(request: MendRequest, signal?: AbortSignal): Promise<MendResult>;
}

export function createReconciliation(context: ReconciliationContext): ReconciliationOfTenant {
  return {
    compare: (request, signal) => compare(context, request, signal),
    report: signal =>
      telling<ReportEvent>(
        signal,
        async (tell, aborted) => {
          const end = await compareTenant(context, progress => tell({ type: 'progress', ...progress }), aborted);
          return { type: 'done', ...end };
        },
        error => ({ type: 'failed', failure: toFailure(error) }),
      ),
    mend: (request, signal) => mendDifference(context, request, signal),
  };
}

const nothing = {
  users: 1,
  passkeys: [],
  differences: [],
  unread: [],
  keyInconsistent: false,
  keyUnknown: false,
  audit: null,
  more: 0,
};

async function compare(
  context: ReconciliationContext,
  { user, key, inventoryKey }: ReconcileRequest,
  signal: AbortSignal | undefined,
): Promise<Reconciliation> {
  if (key !== undefined) {
    const { keyId: _, ...found } = await compareKey(context, key, signal);
    const ofKey = { ...nothing, ...found };
    return user === undefined ? ofKey : withUser(ofKey, await compareNamed(context, user, signal));
  }
  if (inventoryKey !== undefined) return compareInventoryKey(context, inventoryKey, signal);
  if (user === undefined) return wholeTenant(context, signal);
  return compareNamed(context, user, signal);
}

async function compareNamed(
  context: ReconciliationContext,
  user: string,
  signal: AbortSignal | undefined,
): Promise<Reconciliation> {
  const registrants = createRegistrants(context);
  const found = await compareUser(context, await userOf(context, user, signal), registrants, signal);
  return { ...nothing, ...found, audit: registrants.failure() };
}

/** Joins what a key holds with the passkeys of a user. The key knows more about a passkey on it. */
function withUser(ofKey: Reconciliation, ofUser: Reconciliation): Reconciliation {
  const held = new Set(ofKey.passkeys.map(({ credentialId }) => credentialId));
  const told = new Set(ofKey.differences.map(({ kind, credentialId }) => `${kind} ${credentialId}`));
  return {
    ...ofKey,
    users: Math.max(ofKey.users, 1),
    passkeys: [...ofKey.passkeys, ...ofUser.passkeys.filter(({ credentialId }) => !held.has(credentialId))],
    differences: [
      ...ofKey.differences,
      ...ofUser.differences.filter(({ kind, credentialId }) => !told.has(`${kind} ${credentialId}`)),
    ],
    unread: [...ofKey.unread, ...ofUser.unread],
    audit: ofUser.audit,
  };
}

/** Compares what Entra and the record have of a key of the inventory. The key is not read. */
async function compareInventoryKey(
  context: ReconciliationContext,
  id: string,
  signal: AbortSignal | undefined,
): Promise<Reconciliation> {
  const on = (await context.assignments.list({ key: id, states: ['active', 'revoked'], limit: 200 })).assignments;
  const users = new Map(on.filter(({ methodId }) => methodId !== null).map(({ user }) => [user.id, user]));
  const registrants = createRegistrants(context);
  const passkeys: ReconciledPasskey[] = [];
  const differences: ReconciledDifference[] = [];
  const unread: UnreadUser[] = [];
  for (const user of users.values()) {
    try {
      const found = await compareUser(context, user, registrants, signal);
      passkeys.push(...found.passkeys.filter(({ key }) => key?.id === id));
      differences.push(...found.differences.filter(({ key }) => key?.id === id));
    } catch (error) {
      signal?.throwIfAborted();
      unread.push({ user: user.userPrincipalName, error: toFailure(error) });
    }
  }
  return { ...nothing, users: users.size, passkeys, differences, unread, audit: registrants.failure() };
}

async function wholeTenant(context: ReconciliationContext, signal: AbortSignal | undefined): Promise<Reconciliation> {
  const differences: ReconciledDifference[] = [];
  const unread: UnreadUser[] = [];
  const tell = (found: { differences: readonly ReconciledDifference[]; unread: readonly UnreadUser[] }) => {
    differences.push(...found.differences);
    unread.push(...found.unread);
  };
  const end = await compareTenant(context, tell, signal ?? new AbortController().signal);
  const byUser = (one: ReconciledDifference, other: ReconciledDifference) =>
    (one.user?.userPrincipalName ?? '').localeCompare(other.user?.userPrincipalName ?? '');
  return { ...nothing, ...end, differences: differences.toSorted(byUser), unread };
}

/** Returns a user whom a person named. A deleted user is known by the import only. @throws KeydeskError user-not-found, graph-… */
async function userOf(
  { imported, directory }: ReconciliationContext,
  named: string,
  signal: AbortSignal | undefined,
): Promise<ReconciledUser> {
  const known = await imported.user(named);
  const { id, userPrincipalName, displayName } =
    known !== undefined && known.leftAt !== null ? known : await directory.get(named, signal);
  return { id, userPrincipalName, displayName };
}
