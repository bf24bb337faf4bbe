import type { Assignment, AssignRequest } from '../../../contract/assignments/schema.ts';
import { offersDeletion } from '../../../contract/assignments/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { refuseUser } from '../directory/directory.ts';
import { type AssignmentContext, afterSettling, changedError, findRow, revokePasskey, tenantOf } from './context.ts';
import { isProvenGone } from './gone.ts';
import { freePurpose, liveOf } from './live.ts';
import { decideDeletion, insertAssignment, type Move, moveAssignment } from './moves.ts';
import { type AssignmentRow, toAssignment } from './records.ts';
import { deleteDue, expireDue } from './rounds.ts';
import { waitAgain } from './waitAgain.ts';

/** Plans a passkey for a user. @throws KeydeskError user-…, assignment-exists, expiry-over */
export async function assign(context: AssignmentContext, request: AssignRequest): Promise<Assignment> {
  const { scope, ledger, time } = context;
  const user = await scope.directory.get(request.user);
  refuseUser(user);
  const expires = request.expiresAt === undefined ? null : new Date(request.expiresAt).toISOString();
  if (expires !== null && Date.parse(expires) <= time.now()) {
    throw new KeydeskError('expiry-over', { now: new Date(time.now()).toISOString() });
  }
  return ledger.inTurn(async () => {
    await expireDue(context);
    const known = {
      tenant: tenantOf(context),
      user_id: user.id,
      user_principal_name: user.userPrincipalName,
      display_name: user.displayName,
    };
    const [made] = await ledger.change(async transaction => {
      const live = await liveOf(transaction, known.tenant, user.id);
      const unfinished = live.find(({ state }) => state !== 'active');
      const purpose = request.purpose ?? freePurpose(live);
      const taken =
        live.find(row => row.purpose === purpose) ?? (request.purpose === undefined ? unfinished : undefined);
      if (taken !== undefined || purpose === 'additional') throw existsError(user.userPrincipalName, taken ?? live[0]);
      return [await insertAssignment(transaction, { ...known, purpose, source: 'desk', expires_at: expires })];
    });
    if (made === undefined) throw new Error('nothing was assigned');
    return toAssignment(made.row);
  });
}

/** Ends an assignment that waits or failed. @throws KeydeskError assignment-not-found, assignment-changed */
export function cancel(context: AssignmentContext, id: string): Promise<Assignment> {
  return afterSettling(context, () => move(context, id, 'cancelled', () => ({ reason: 'cancelled-by-staff' })));
}

/** Lets a failed assignment wait for a key again. @throws KeydeskError assignment-not-found, assignment-changed */
export function retry(context: AssignmentContext, id: string): Promise<Assignment> {
  const again = (row: AssignmentRow): Move => ({ reason: 'retried', ...waitAgain(row, context.time.now()) });
  return afterSettling(context, () => move(context, id, 'pending', again));
}

/** Deletes the passkey of an active assignment in Entra and ends it. @throws KeydeskError assignment-…, graph-… */
export async function revoke(context: AssignmentContext, id: string): Promise<Assignment> {
  const { scope, ledger, end } = context;
  const row = await findRow(context, ledger.database, id);
  const { user_id, method_id } = row;
  if (row.state !== 'active' || method_id === null) throw changedError(row);
  let deletion: 'done' | 'due' = 'done';
  await scope.directory.deletePasskey(user_id, method_id).catch(async error => {
    if (!hasCode(error, 'passkey-not-found')) throw error;
    // Entra may still have the passkey. Then Keydesk deletes it as soon as Entra finds it.
    if (!(await isProvenGone(scope.gone, row, end))) deletion = 'due';
  });
  await afterSettling(context, () => revokePasskey(context, method_id, 'revoked-by-staff', deletion));
  return toAssignment(await findRow(context, ledger.database, id));
}

/**
 * Deletes in Entra the passkey of an assignment that was erased from its key.
 * @throws KeydeskError assignment-not-found, assignment-changed
 */
export async function deleteErased(context: AssignmentContext, id: string): Promise<Assignment> {
  const { database, inTurn } = context.ledger;
  await inTurn(() =>
    database.write(async transaction => {
      const row = await findRow(context, transaction, id);
      if (!offersDeletion(toAssignment(row))) throw changedError(row);
      await decideDeletion(transaction, { tenant: tenantOf(context), id }, 'due');
    }),
  );
  await deleteDue(context, [id]);
  return toAssignment(await findRow(context, database, id));
}

async function move(
  context: AssignmentContext,
  id: string,
  to: Parameters<typeof moveAssignment>[2],
  known: (row: AssignmentRow) => Move,
): Promise<Assignment> {
  const [moved] = await context.ledger.change(async transaction => {
    const row = await findRow(context, transaction, id);
    const made = await moveAssignment(transaction, row, to, known(row));
    if (made === undefined) throw changedError(row);
    return [made];
  });
  if (moved === undefined) throw new Error('nothing was moved');
  return toAssignment(moved.row);
}

function existsError(user: string, row: AssignmentRow | undefined): KeydeskError {
  const about = row === undefined ? {} : { purpose: row.purpose, state: row.state };
  return new KeydeskError('assignment-exists', { user, ...about });
}
