import type { Assignment } from '../../../contract/assignments/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { isMicrosoftModel } from '../../../contract/passkeys/kinds.ts';
import type { Difference, ReviewedPasskey } from '../../../contract/passkeys/review.ts';
import type { Mend, ReconciledDifference } from '../../../contract/reconciliation/schema.ts';
import { reviewPasskeys } from '../passkeys/review.ts';
import type { ReconciliationContext } from './context.ts';

type User = NonNullable<ReconciledDifference['user']>;

const mendsOf: Readonly<Record<Difference['kind'], readonly [ReconciledDifference['kind'], Mend[]]>> = {
  'not-in-entra': ['not-in-entra', ['close-assignment', 'enroll-again']],
  'not-recorded': ['not-recorded', ['adopt', 'delete-in-entra']],
  erased: ['erased-from-key', ['delete-in-entra']],
  'deletion-due': ['deletion-due', ['delete-in-entra']],
};

/**
 * Compares one user's passkeys in Entra with the assignments, and the account with the directory.
 * @throws KeydeskError graph-… if Entra's list cannot be read now: an old list would show differences that are not there
 */
export async function compareUser(
  context: ReconciliationContext,
  user: User,
  signal: AbortSignal | undefined,
): Promise<ReconciledDifference[]> {
  const review = await reviewPasskeys(context, { user: user.id, refresh: true }, signal);
  if (review.failure !== null) throw new KeydeskError(review.failure.code, review.failure.params);
  const found = review.differences.flatMap((difference): ReconciledDifference[] => {
    const [kind, mends] = mendsOf[difference.kind];
    if ('assignmentId' in difference) {
      const assignment = review.assignments.find(({ id }) => id === difference.assignmentId);
      return assignment === undefined ? [] : [ofAssignment(kind, mends, user, assignment)];
    }
    const passkey = review.passkeys.find(({ id }) => id === difference.passkeyId);
    // A passkey on a phone or in Windows Hello is not Keydesk's to record.
    if (passkey === undefined || (kind === 'not-recorded' && isMicrosoftModel(passkey.aaGuid))) return [];
    return [ofPasskey(kind, mends, user, passkey)];
  });
  const active = review.assignments.filter(({ state }) => state === 'active');
  return [...found, ...(await accountDifferences(context, user, active))];
}

/** Compares the account of a user with an active assignment with the imported directory. */
async function accountDifferences(
  { imported }: ReconciliationContext,
  user: User,
  active: readonly Assignment[],
): Promise<ReconciledDifference[]> {
  const [first] = active;
  const known = await imported.user(user.id);
  if (first === undefined || known === undefined) return [];
  if (known.leftAt !== null)
    return active.map(own => ofAssignment('user-left', ['delete-in-entra', 'none'], user, own));
  if (!known.accountEnabled) return [ofAssignment('user-disabled', ['none'], user, first)];
  const before = first.user.userPrincipalName;
  if (known.userPrincipalName.toLowerCase() === before.toLowerCase()) return [];
  return [ofAssignment('user-renamed', ['none'], user, first)];
}

/** Returns a difference about an assignment. */
export function ofAssignment(
  kind: ReconciledDifference['kind'],
  mends: Mend[],
  user: User,
  { id, key, credentialId, methodId, passkeyName, activatedAt }: Assignment,
): ReconciledDifference {
  return {
    kind,
    mends,
    user,
    key: key === null ? null : { id: key.id, product: key.product, serial: key.serial },
    credentialId,
    methodId,
    name: passkeyName,
    assignmentId: id,
    createdAt: activatedAt,
  };
}

function ofPasskey(
  kind: ReconciledDifference['kind'],
  mends: Mend[],
  user: User,
  { id, key, credentialId, displayName, createdDateTime }: ReviewedPasskey,
): ReconciledDifference {
  return {
    kind,
    mends,
    user,
    key: key === null ? null : { id: key.id, product: key.product, serial: key.serial },
    credentialId,
    methodId: id,
    name: displayName,
    assignmentId: null,
    createdAt: createdDateTime,
  };
}
