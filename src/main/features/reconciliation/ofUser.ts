import type { Assignment } from '../../../contract/assignments/schema.ts';
import { offersDeletion } from '../../../contract/assignments/schema.ts';
import type { UserRow } from '../../../contract/directory/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type {
  Presence,
  ReconciledDifference,
  ReconciledPasskey,
  ReconciledUser,
} from '../../../contract/reconciliation/schema.ts';
import type { Passkey } from '../../../contract/users/schema.ts';
import { reviewPasskeys } from '../passkeys/review.ts';
import type { ReconciliationContext } from './context.ts';
import { differenceOf, isOf, keyOf, maybeLate, placeOf } from './difference.ts';
import type { Registrants } from './registrants.ts';

/** The passkeys of one user or one key, side by side, and their differences. */
export interface Compared {
  readonly passkeys: ReconciledPasskey[];
  readonly differences: ReconciledDifference[];
}

/**
 * Compares one user's passkeys in Entra with the assignments, and the account with the directory. Entra is not asked for a user whom the
 * import knows as deleted.
 * @throws KeydeskError graph-… if Entra's list cannot be read now: an old list would show differences that are not there
 */
export async function compareUser(
  context: ReconciliationContext,
  user: ReconciledUser,
  registrants: Registrants,
  signal: AbortSignal | undefined,
): Promise<Compared> {
  const known = await context.imported.user(user.id);
  if (known !== undefined && known.leftAt !== null) return leftUser(context, user);
  const review = await reviewPasskeys(context, { user: user.id, refresh: true }, signal);
  if (review.failure !== null) throw new KeydeskError(review.failure.code, review.failure.params);
  const fetchedAt = review.fetchedAt ?? new Date(context.now()).toISOString();
  const { passkeys: listed, assignments } = review;

  const passkeys: ReconciledPasskey[] = [];
  const differences: ReconciledDifference[] = [];
  for (const passkey of listed) {
    const recorded = recordOf(assignments, passkey);
    const registeredBy = recorded === undefined ? await registrants.of(user.id, passkey.createdDateTime, signal) : null;
    const row = { ...rowOf(user, passkey, recorded, 'yes'), registeredBy };
    passkeys.push(row);
    const kind = kindOf(row, recorded, context.now());
    if (kind !== undefined) differences.push(differenceOf(kind, row));
  }
  for (const own of assignments) {
    if (own.methodId === null || listed.some(passkey => isOf(own, passkey))) continue;
    if (own.state !== 'active') continue;
    const row = rowOf(user, undefined, own, 'no');
    passkeys.push(row);
    // It became active after the list was read.
    if ((own.activatedAt ?? '') >= fetchedAt) continue;
    differences.push(differenceOf('not-in-entra', row, maybeLate(own.activatedAt, context.now())));
  }
  const active = passkeys.filter(({ recorded }) => recorded === 'active');
  differences.push(
    ...accountDifferences(known, active, assignments),
    ...(await ownerDifferences(context, user, active)),
  );
  return { passkeys, differences };
}

/** Returns the assignment of a passkey: an active one before an ended one. */
function recordOf(assignments: readonly Assignment[], passkey: Passkey): Assignment | undefined {
  const own = assignments.filter(assignment => isOf(assignment, passkey));
  return own.find(({ state }) => state === 'active') ?? own[0];
}

function kindOf(
  row: ReconciledPasskey,
  recorded: Assignment | undefined,
  now: number,
): ReconciledDifference['kind'] | undefined {
  // A passkey on a phone or in Windows Hello is not Keydesk's to record.
  if (recorded === undefined) return row.place === 'platform' ? undefined : 'not-recorded';
  if (recorded.state === 'active' && recorded.reason === 'registered-unproven') return 'not-proven';
  if (recorded.state !== 'revoked') return undefined;
  if (offersDeletion(recorded)) return 'erased-from-key';
  // A list may still have a passkey that was deleted some minutes ago.
  const settled = recorded.deletion?.done === true && maybeLate(recorded.updatedAt, now);
  return settled ? undefined : 'deletion-due';
}

/** Returns one passkey as Entra and the record have it. The key was not read. */
export function rowOf(
  user: ReconciledUser,
  passkey: Passkey | undefined,
  recorded: Assignment | undefined,
  inEntra: Presence,
): ReconciledPasskey {
  const aaguid = passkey?.aaGuid ?? recorded?.key?.aaguid ?? null;
  return {
    credentialId: passkey?.credentialId ?? recorded?.credentialId ?? null,
    methodId: passkey?.id ?? recorded?.methodId ?? null,
    user,
    key: recorded === undefined ? null : keyOf(recorded),
    name: passkey?.displayName ?? recorded?.passkeyName ?? null,
    place: placeOf(aaguid),
    model: passkey?.model ?? recorded?.key?.product ?? null,
    createdAt: passkey?.createdDateTime ?? recorded?.activatedAt ?? null,
    lastUsedAt: passkey?.lastUsedDateTime ?? null,
    onKey: 'unread',
    inEntra,
    recorded: recorded?.state ?? null,
    account: recorded?.account ?? null,
    assignmentId: recorded?.id ?? null,
    registeredBy: null,
  };
}

/** Maximum number of assignments of one user. */
const MOST = 200;

/** Returns the differences of a user who was deleted in Entra: the passkeys went with the account, but the record and the keys did not. */
async function leftUser({ assignments }: ReconciliationContext, user: ReconciledUser): Promise<Compared> {
  const own = (await assignments.list({ user: user.id, states: ['active'], limit: MOST })).assignments;
  const passkeys = own.map(assignment => rowOf(user, undefined, assignment, 'unread'));
  return { passkeys, differences: passkeys.map(row => differenceOf('user-left', row)) };
}

/**
 * Returns the differences of keys on which another user has an active passkey too. Keydesk gives no key to two users, but two desks that could not reach
 * their record may have.
 */
async function ownerDifferences(
  { assignments }: ReconciliationContext,
  user: ReconciledUser,
  active: readonly ReconciledPasskey[],
): Promise<ReconciledDifference[]> {
  const differences: ReconciledDifference[] = [];
  for (const row of active) {
    if (row.key?.id == null) continue;
    const onKey = (await assignments.list({ key: row.key.id, states: ['active'], limit: MOST })).assignments;
    const other = onKey.find(each => each.user.id !== user.id);
    if (other === undefined) continue;
    const { id, userPrincipalName, displayName } = other.user;
    differences.push({ ...differenceOf('key-of-several', row), sharedWith: { id, userPrincipalName, displayName } });
  }
  return differences;
}

/** Compares the account of a user with active assignments with the imported directory. */
function accountDifferences(
  known: UserRow | undefined,
  active: readonly ReconciledPasskey[],
  assignments: readonly Assignment[],
): ReconciledDifference[] {
  const [first] = active;
  if (first === undefined || known === undefined) return [];
  if (!known.accountEnabled) return active.map(row => differenceOf('user-disabled', row));
  const before = assignments.find(({ id }) => id === first.assignmentId)?.user.userPrincipalName ?? '';
  if (known.userPrincipalName.toLowerCase() === before.toLowerCase()) return [];
  return [differenceOf('user-renamed', first)];
}
