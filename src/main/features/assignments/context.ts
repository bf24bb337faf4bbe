import type { Kysely } from 'kysely';
import type { AssignmentReason } from '../../../contract/assignments/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Store } from '../../base/store/database.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import type { AssignmentParts, AssignmentScope } from './assignments.ts';
import type { EnrolledForNotes } from './enrolledFor.ts';
import type { Following } from './following.ts';
import type { Ledger } from './ledger.ts';
import { type Change, decideDeletion, type Move, moveAssignment } from './moves.ts';
import type { AssignmentRow } from './records.ts';
import { settleAbandoned } from './settle.ts';

/** What the operations on one tenant's assignments share. */
export interface AssignmentContext extends Omit<AssignmentParts, 'store' | 'bind' | 'onActivated'> {
  readonly scope: AssignmentScope;
  readonly ledger: Ledger;
  readonly snapshot: Store['snapshot'];
  readonly following: Following;
  readonly enrolledFor: EnrolledForNotes;
  /** Aborts when Keydesk ends. */
  readonly end: AbortSignal;
  /** When the deletion of each assignment was last tried, by id. */
  readonly tried: Map<string, number>;
  /** The running deletions, by tenant. */
  readonly deletions: Map<string, Promise<unknown>>;
}

/** Returns the id of the tenant. @throws KeydeskError not-connected */
export function tenantOf({ scope }: Pick<AssignmentContext, 'scope'>): string {
  return idOf(scope.tenant);
}

/** Returns the row of an assignment of this tenant. @throws KeydeskError assignment-not-found */
export async function findRow(context: AssignmentContext, from: Kysely<Schema>, id: string): Promise<AssignmentRow> {
  const rows = from.selectFrom('assignment').selectAll().where('tenant', '=', tenantOf(context));
  const row = await rows.where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new KeydeskError('assignment-not-found', { id });
  return row;
}

/** Returns the active rows of this tenant whose passkey has this method id. */
export function activeOf(
  context: AssignmentContext,
  from: Kysely<Schema>,
  methodId: string,
): Promise<readonly AssignmentRow[]> {
  return from
    .selectFrom('assignment')
    .selectAll()
    .where('tenant', '=', tenantOf(context))
    .where('method_id', '=', methodId)
    .where('state', '=', 'active')
    .execute();
}

/** Runs work after settling the enrollments that have ended. Otherwise the work could cancel or miss a row that is in fact active. */
export function afterSettling<T>(context: AssignmentContext, work: () => Promise<T>): Promise<T> {
  return context.ledger.inTurn(async () => {
    const own = context.scope.tenant.id;
    if (own !== null) await settleAbandoned(context, own);
    return work();
  });
}

/** Revokes the assignments of a passkey that Entra has deleted, or is about to delete. */
export function revokePasskey(
  context: AssignmentContext,
  methodId: string,
  reason: AssignmentReason,
  deletion: 'done' | 'due',
): Promise<Change[]> {
  return context.ledger.change(async transaction => {
    const rows = await activeOf(context, transaction, methodId);
    await decideDeletion(transaction, { tenant: tenantOf(context), method_id: methodId }, deletion);
    return revokeRows(transaction, rows, { reason, deletion });
  });
}

/** Revokes rows, one after the other. */
export async function revokeRows(
  transaction: Transaction,
  rows: readonly AssignmentRow[],
  known: Move,
): Promise<(Change | undefined)[]> {
  const changes: (Change | undefined)[] = [];
  for (const row of rows) changes.push(await moveAssignment(transaction, row, 'revoked', known));
  return changes;
}

/** Returns the error for an assignment that has moved to another state. */
export function changedError({ state }: AssignmentRow): KeydeskError {
  return new KeydeskError('assignment-changed', { state });
}
