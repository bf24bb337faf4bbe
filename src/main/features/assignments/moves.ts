import { randomUUID } from 'node:crypto';
import { type Insertable, sql, type Updateable } from 'kysely';
import {
  type AssignmentReason,
  type AssignmentState,
  erasedReasons,
  liveStates,
} from '../../../contract/assignments/schema.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { EventType } from '../../../contract/webhooks/events.ts';
import { type Query, statement } from '../../base/store/statement.ts';
import { inTransaction, type Steps } from '../../base/store/steps.ts';
import { isoNow, type Transaction } from '../../base/store/transactions.ts';
import { type NewEvent, publish, publishing } from '../../services/events/events.ts';
import { type AssignmentRow, toKnownFailure } from './records.ts';
import type { AssignmentTable } from './tables.ts';

/** A new assignment: a passkey that a user should have. */
export interface NewAssignment
  extends Pick<
    Insertable<AssignmentTable>,
    'tenant' | 'user_id' | 'user_principal_name' | 'display_name' | 'purpose' | 'source'
  > {
  readonly expires_at?: string | null;
  readonly workflow?: { readonly id: string; readonly name: string } | null;
  readonly group?: { readonly id: string; readonly name: string } | null;
  /** The time of the assignment, as ISO 8601 in UTC. */
  readonly at: string;
}

/** Columns that change together with the state. */
export interface Move
  extends Omit<Updateable<AssignmentTable>, 'id' | 'tenant' | 'state' | 'reason' | 'failure' | 'updated_at'> {
  readonly reason: AssignmentReason;
  readonly failure?: Failure | undefined;
}

/** One change, for the activity log. `from` is null for a new assignment. Two moves in one transaction are one change. */
export interface Change {
  readonly from: AssignmentState | null;
  readonly row: AssignmentRow;
  /** Set if the assignment became active, even if it was revoked in the same transaction because its key is lost or retired. */
  readonly activated?: true;
}

/** The state machine: from which states an assignment may move to a state. */
const reachedFrom: Readonly<Record<AssignmentState, readonly AssignmentState[]>> = {
  pending: ['provisioning', 'failed'],
  provisioning: ['pending'],
  // A registration that Keydesk treated as failed may turn out to have succeeded.
  active: ['provisioning', 'failed'],
  failed: ['provisioning'],
  revoked: ['active'],
  expired: ['pending'],
  cancelled: ['pending', 'failed'],
};

const events: Partial<Record<AssignmentState, EventType>> = {
  active: 'passkey.registered',
  failed: 'passkey.failed',
  revoked: 'passkey.revoked',
  cancelled: 'passkey.cancelled',
  expired: 'passkey.expired',
};

const nothingYet = {
  security_key_id: null,
  key_aaguid: null,
  key_serial: null,
  key_product: null,
  passkey_name: null,
  method_id: null,
  credential_id: null,
  enrollment_id: null,
  instance: '',
  failure: null,
  deletion: null,
  deletion_failure: null,
  activated_at: null,
  other_passkeys: null,
  account: null,
  account_at: null,
} as const;

/** An assignment that has ended needs nothing any more, whatever becomes of the account. */
const noAccount = { account: null, account_at: null } as const;

function isLive(state: AssignmentState): boolean {
  return liveStates.some(live => live === state);
}

/** The columns of a new row. The others get their defaults, which are empty. */
const INSERTED = [
  'id',
  'tenant',
  'user_id',
  'user_principal_name',
  'display_name',
  'purpose',
  'state',
  'source',
  'workflow_id',
  'workflow_name',
  'group_id',
  'group_name',
  'reason',
  'created_at',
  'updated_at',
  'expires_at',
] as const satisfies readonly (keyof AssignmentRow)[];
const insert = statement<Pick<AssignmentRow, (typeof INSERTED)[number]>>(
  `INSERT INTO assignment (${INSERTED.join(', ')}) VALUES (${INSERTED.map(name => `:${name}`).join(', ')})`,
);

/**
 * Writes a new pending assignment and its event. The index assignment_live refuses a second live assignment of a user with the same
 * purpose.
 */
export function* inserting(assignment: NewAssignment): Steps<Change> {
  const { workflow = null, group = null, expires_at = null, at, ...known } = assignment;
  const row: AssignmentRow = {
    ...known,
    id: randomUUID(),
    state: 'pending',
    reason: 'assigned',
    workflow_id: workflow?.id ?? null,
    workflow_name: workflow?.name ?? null,
    group_id: group?.id ?? null,
    group_name: group?.name ?? null,
    ...nothingYet,
    created_at: at,
    updated_at: at,
    expires_at,
  };
  yield insert(row);
  yield* publishing({ ...eventOf('passkey.assigned', row), at });
  return { from: null, row };
}

/** Does what `inserting` does, in a transaction of the core. */
export function insertAssignment(transaction: Transaction, assignment: Omit<NewAssignment, 'at'>): Promise<Change> {
  return inTransaction(transaction, inserting({ ...assignment, at: isoNow(transaction) }));
}

type Version = Pick<AssignmentRow, 'id' | 'state' | 'enrollment_id'>;

/**
 * Moves an assignment to another state and publishes the event of that state.
 * @param before the row as the caller read it. Its state and enrollment must still be current, so that the end of one enrollment cannot
 * move an assignment that another enrollment has taken
 * @param at the time, as ISO 8601 in UTC
 * @returns undefined if the state machine does not allow the move, or the row has another state or enrollment. Then nothing is written
 */
export function* moving(
  before: Version,
  to: AssignmentState,
  { reason, failure, ...known }: Move,
  at: string,
): Steps<Change | undefined> {
  const from = before.state as AssignmentState;
  if (!reachedFrom[to].includes(from)) return undefined;
  const [moved] = yield update(before, {
    ...known,
    ...(isLive(to) ? {} : noAccount),
    state: to,
    reason,
    failure: failure === undefined ? null : JSON.stringify(failure),
    updated_at: at,
  });
  if (moved === undefined) return undefined;
  const row = moved as unknown as AssignmentRow;
  const event = events[to];
  if (event !== undefined) yield* publishing({ ...eventOf(event, row), at });
  if (to !== 'active') return { from, row };
  const marked = yield* reasonToRevoke(row.security_key_id);
  if (marked === undefined) return { from, row, activated: true };
  const revoked = yield* moving(row, 'revoked', { reason: marked, deletion: 'due' }, at);
  return { from, row: revoked?.row ?? row, activated: true };
}

/** Does what `moving` does, in a transaction of the core. */
export function moveAssignment(
  transaction: Transaction,
  before: Version,
  to: AssignmentState,
  move: Move,
): Promise<Change | undefined> {
  return inTransaction(transaction, moving(before, to, move, isoNow(transaction)));
}

/** Returns the statement that changes one version of a row. Its columns are those that have a value. */
function update({ id, state, enrollment_id }: Version, change: Updateable<AssignmentTable>): Query {
  const set = Object.entries(change).filter(
    (entry): entry is [string, string | number | null] => entry[1] !== undefined,
  );
  const columns = set.map(([name]) => `${name} = ?`).join(', ');
  return {
    sql: `UPDATE assignment SET ${columns} WHERE id = ? AND state = ? AND enrollment_id IS ? RETURNING *`,
    values: [...set.map(([, value]) => value), id, state, enrollment_id],
  };
}

const markOf = statement<{ id: string }>('SELECT mark FROM security_key WHERE id = :id');

/**
 * Returns why a passkey that has just become active must be revoked: its key was reported lost or retired during the enrollment or after it
 * was interrupted. SECURITY: the caller revokes it in the same transaction, so that a lost key never has an active passkey.
 */
export function* reasonToRevoke(securityKeyId: string | null): Steps<'key-lost' | 'key-retired' | undefined> {
  if (securityKeyId === null) return undefined;
  const [key] = yield markOf({ id: securityKeyId });
  if (key?.mark === 'lost') return 'key-lost';
  return key?.mark === 'retired' ? 'key-retired' : undefined;
}

/** Maximum number of assignments that expire in one transaction, which blocks the event loop for some milliseconds. */
const EXPIRED_AT_ONCE = 200;

/**
 * Moves pending assignments that have expired to `expired`, the oldest first, `EXPIRED_AT_ONCE` at most. Returns them, and whether more may
 * be left.
 */
export async function expireSome(transaction: Transaction, now: string): Promise<{ changes: Change[]; more: boolean }> {
  const rows = await transaction
    .updateTable('assignment')
    .set({ state: 'expired', reason: 'expired', failure: null, updated_at: isoNow(transaction), ...noAccount })
    .where('id', 'in', of =>
      of
        .selectFrom('assignment')
        .select('id')
        .where('state', '=', sql.lit('pending'))
        .where('expires_at', '<=', now)
        .orderBy('expires_at')
        .limit(EXPIRED_AT_ONCE),
    )
    .returningAll()
    .execute();
  for (const row of rows) await publish(transaction, eventOf('passkey.expired', row));
  return { changes: rows.map(row => ({ from: 'pending', row })), more: rows.length === EXPIRED_AT_ONCE };
}

/** Sets the deletion in Entra of a tenant's passkeys that were erased from their keys, if it is still undecided. */
export async function decideDeletion(
  transaction: Transaction,
  which: { readonly tenant: string } & ({ readonly id: string } | { readonly method_id: string }),
  deletion: 'due' | 'done',
): Promise<void> {
  await transaction
    .updateTable('assignment')
    .set({ deletion })
    .where(of => of.and(which))
    .where('state', '=', 'revoked')
    .where('reason', 'in', [...erasedReasons])
    .where('deletion', 'is', null)
    .execute();
}

function eventOf(type: EventType, row: AssignmentRow): Omit<NewEvent, 'at'> {
  const failure = toKnownFailure(row.failure);
  return {
    type,
    tenant: row.tenant,
    user: { id: row.user_id, userPrincipalName: row.user_principal_name },
    data: {
      assignmentId: row.id,
      purpose: row.purpose,
      source: row.source,
      workflowId: row.workflow_id,
      methodId: row.method_id,
      keyAaguid: row.key_aaguid,
      keySerial: row.key_serial,
      reason: row.reason,
      ...(failure === null ? {} : { code: failure.code }),
    },
  };
}
