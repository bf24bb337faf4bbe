import { sql } from 'kysely';
import { type Failure, hasCode, toFailure } from '../../../contract/errors/failure.ts';
import type { Deletions } from '../../../contract/inventory/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { type GoneParts, isProvenGone } from './gone.ts';
import { type AssignmentRow, toKnownFailure } from './records.ts';

/** Deletes a passkey in Entra. @throws KeydeskError passkey-not-found, graph-… */
export type DeleteMethod = (user: string, methodId: string, signal: AbortSignal) => Promise<void>;

export interface DeletionParts {
  database: Store['database'];
  activity: Pick<Activity, 'recordIn' | 'note'>;
  deleteMethod: DeleteMethod;
  gone: GoneParts;
  signal: AbortSignal;
  /** When this process last tried each deletion, by the id of its assignment, in ms of `performance.now`. */
  tried: Map<string, number>;
}

/**
 * Deletes the passkeys of revoked assignments in Entra, oldest first: those of some assignments, by id, or all that are due in a tenant. A
 * deletion that fails stays due, with the reason. If Entra cannot be reached, the rest is skipped. Never rejects because of Entra's answer.
 * @param since skips deletions that were tried after this time, in ms of `performance.now`
 */
export async function finishDeletions(
  { database, activity, deleteMethod, gone, signal, tried }: DeletionParts,
  tenant: string,
  since: number,
  only?: readonly string[],
): Promise<Deletions> {
  const rows = await database
    .selectFrom('assignment')
    .select(['id', 'user_id', 'user_principal_name', 'method_id', 'activated_at', 'deletion_failure'])
    .where('tenant', '=', tenant)
    // As a literal, so that SQLite uses the partial index. Each round runs this query.
    .where('deletion', '=', sql.lit('due'))
    .orderBy('updated_at')
    .execute();
  const wanted = only === undefined ? rows : rows.filter(({ id }) => only.includes(id));
  let done = 0;
  let failure: Failure | null = null;
  for (const row of wanted) {
    // A round has just tried this deletion, and Entra refused it.
    if ((tried.get(row.id) ?? 0) > since) {
      failure = toKnownFailure(row.deletion_failure);
      continue;
    }
    const outcome = await tryToDelete(deleteMethod, gone, row, signal);
    tried.set(row.id, performance.now());
    const isDone = await database.write(transaction => noteOutcome(transaction, activity, row, outcome));
    activity.note();
    if (isDone) {
      done++;
      tried.delete(row.id);
    } else failure = outcome;
    if (outcome !== null && isOutOfReach(outcome)) break;
  }
  return { done, due: wanted.length - done, failure };
}

type Due = Pick<AssignmentRow, 'id' | 'user_id' | 'user_principal_name' | 'method_id' | 'activated_at'>;

/** Writes the result of a deletion, unless another Keydesk has written it. Returns whether the passkey is deleted. */
async function noteOutcome(
  transaction: Transaction,
  activity: DeletionParts['activity'],
  row: Due,
  outcome: Failure | null,
): Promise<boolean> {
  const before = await transaction
    .selectFrom('assignment')
    .select('deletion_failure')
    .where('id', '=', row.id)
    .where('deletion', '=', 'due')
    .executeTakeFirst();
  if (before === undefined) return true;
  // Writes each reason once, not at each retry: with a shared record, every desk would read every retry of every other.
  if (outcome !== null && toKnownFailure(before.deletion_failure)?.code === outcome.code) return false;
  await transaction
    .updateTable('assignment')
    .set({
      deletion: outcome === null ? 'done' : 'due',
      deletion_failure: outcome === null ? null : JSON.stringify(outcome),
    })
    .where('id', '=', row.id)
    .execute();
  await activity.recordIn(transaction, {
    kind: 'passkey-deleted',
    user: { id: row.user_id, userPrincipalName: row.user_principal_name },
    facts: { methodId: row.method_id, assignmentId: row.id },
    ...(outcome === null ? {} : { result: 'failed', cause: outcome }),
  });
  return outcome === null;
}

/** Deletes the passkey. Returns null if it was deleted or is proven to be gone, or else the failure. */
async function tryToDelete(
  deleteMethod: DeleteMethod,
  gone: GoneParts,
  row: Pick<AssignmentRow, 'user_id' | 'method_id' | 'activated_at'>,
  signal: AbortSignal,
): Promise<Failure | null> {
  try {
    await deleteMethod(row.user_id, row.method_id ?? '', signal);
    return null;
  } catch (error) {
    const notFound = hasCode(error, 'passkey-not-found', 'user-not-found');
    return notFound && (await isProvenGone(gone, row, signal)) ? null : toFailure(error);
  }
}

/** Returns whether the next deletion would fail in the same way. */
function isOutOfReach({ code }: Failure): boolean {
  const codes: readonly string[] = [
    'not-connected',
    'cancelled',
    'graph-unreachable',
    'graph-timeout',
    'graph-unauthorized',
    'graph-throttled',
  ];
  return codes.includes(code);
}
