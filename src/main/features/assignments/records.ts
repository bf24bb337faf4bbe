import { randomUUID } from 'node:crypto';
import { CompiledQuery, type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import {
  type Assignment,
  type AssignmentReason,
  type AssignmentState,
  assignmentSchema,
  erasedReasons,
} from '../../../contract/assignments/schema.ts';
import { type Failure, failureSchema } from '../../../contract/errors/failure.ts';
import type { EventType } from '../../../contract/webhooks/events.ts';
import type { AssignmentTable } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { publish } from '../../services/events/events.ts';

export type AssignmentRow = Selectable<AssignmentTable>;

/** What somebody is to get. */
export interface NewAssignment
  extends Pick<
    Insertable<AssignmentTable>,
    'tenant' | 'user_id' | 'user_principal_name' | 'display_name' | 'purpose' | 'source'
  > {
  readonly expires_at?: string | null;
  readonly workflow?: { readonly id: string; readonly name: string } | null;
  readonly group?: { readonly id: string; readonly name: string } | null;
}

/** What else becomes known when a state changes. */
export interface Move
  extends Omit<Updateable<AssignmentTable>, 'id' | 'tenant' | 'state' | 'reason' | 'failure' | 'updated_at'> {
  readonly reason: AssignmentReason;
  readonly failure?: Failure | undefined;
}

/** One change that was made, for the activity log. `from` is null for a new one; what happened at once in between has no entry. */
export interface Change {
  readonly from: AssignmentState | null;
  readonly row: AssignmentRow;
  /** It became active, even if it was revoked at once because its key is lost or retired. */
  readonly activated?: true;
}

/** The state machine: which states a state may be reached from. */
const reachedFrom: Readonly<Record<AssignmentState, readonly AssignmentState[]>> = {
  pending: ['provisioning', 'failed'],
  provisioning: ['pending'],
  // A registration that was given up may turn out to have gone through.
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
} as const;

/** What a new row has; the other columns begin as the table says, empty. */
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
const INSERT = `INSERT INTO assignment (${INSERTED.join(', ')}) VALUES (${INSERTED.map(() => '?').join(', ')})`;

/**
 * Writes a new pending assignment and its event, in the transaction given. The index assignment_live refuses a second live
 * one for the same purpose.
 */
export async function insertAssignment(transaction: Transaction, assignment: NewAssignment): Promise<Change> {
  const { workflow = null, group = null, expires_at = null, ...known } = assignment;
  const now = new Date().toISOString();
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
    created_at: now,
    updated_at: now,
    expires_at,
  };
  // Not built anew each time: a workflow assigns to a hundred thousand users at once.
  await transaction.executeQuery(
    CompiledQuery.raw(
      INSERT,
      INSERTED.map(name => row[name]),
    ),
  );
  await tell(transaction, 'passkey.assigned', row);
  return { from: null, row };
}

/**
 * Moves an assignment on and publishes what that means to others, in the transaction given.
 * @param before the row as the caller knows it: its state and its enrollment are the version that is moved, so that the end of one
 * enrollment cannot move what another one has begun
 * @returns undefined, with nothing done, where the row is in another state or has another enrollment
 */
export async function moveAssignment(
  transaction: Transaction,
  before: Pick<AssignmentRow, 'id' | 'state' | 'enrollment_id'>,
  to: AssignmentState,
  { reason, failure, ...known }: Move,
): Promise<Change | undefined> {
  const from = before.state as AssignmentState;
  if (!reachedFrom[to].includes(from)) return undefined;
  const row = await transaction
    .updateTable('assignment')
    .set({
      ...known,
      state: to,
      reason,
      failure: failure === undefined ? null : JSON.stringify(failure),
      updated_at: new Date().toISOString(),
    })
    .where('id', '=', before.id)
    .where('state', '=', from)
    .where('enrollment_id', 'is', before.enrollment_id)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const event = events[to];
  if (event !== undefined) await tell(transaction, event, row);
  if (to !== 'active') return { from, row };
  const marked = await reasonToRevoke(transaction, row.security_key_id);
  if (marked === undefined) return { from, row, activated: true };
  const revoked = await moveAssignment(transaction, row, 'revoked', { reason: marked, deletion: 'due' });
  return { from, row: revoked?.row ?? row, activated: true };
}

/**
 * Why a passkey that has just become active must not stay: its key was reported lost or retired while the enrollment was under way
 * or cut off. SECURITY: it is revoked in the same transaction, so that nothing is active on a lost key for a moment.
 */
export async function reasonToRevoke(
  transaction: Transaction,
  securityKeyId: string | null,
): Promise<'key-lost' | 'key-retired' | undefined> {
  if (securityKeyId === null) return undefined;
  const key = await transaction
    .selectFrom('security_key')
    .select('mark')
    .where('id', '=', securityKeyId)
    .executeTakeFirst();
  if (key?.mark === 'lost') return 'key-lost';
  return key?.mark === 'retired' ? 'key-retired' : undefined;
}

/** Maximum number of assignments that expire in one transaction: it keeps the event loop for some milliseconds. */
const EXPIRED_AT_ONCE = 200;

/** Ends pending assignments that have expired, the oldest first: `EXPIRED_AT_ONCE` at most. Returns them, and whether more may be left. */
export async function expireSome(transaction: Transaction, now: string): Promise<{ changes: Change[]; more: boolean }> {
  const rows = await transaction
    .updateTable('assignment')
    .set({ state: 'expired', reason: 'expired', failure: null, updated_at: new Date().toISOString() })
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
  for (const row of rows) await tell(transaction, 'passkey.expired', row);
  return { changes: rows.map(row => ({ from: 'pending', row })), more: rows.length === EXPIRED_AT_ONCE };
}

/** Sets the deletion in Entra of a tenant's passkeys that were erased from their keys, where it is still undecided. */
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

/** A row in the contract's shape. */
export function toAssignment(row: AssignmentRow): Assignment {
  const { shape } = assignmentSchema;
  return {
    id: row.id,
    tenant: row.tenant,
    user: { id: row.user_id, userPrincipalName: row.user_principal_name, displayName: row.display_name },
    purpose: shape.purpose.parse(row.purpose),
    state: shape.state.parse(row.state),
    source: shape.source.parse(row.source),
    workflow: named(row.workflow_id, row.workflow_name),
    group: named(row.group_id, row.group_name),
    key:
      row.key_aaguid === null
        ? null
        : { id: row.security_key_id, product: row.key_product, serial: row.key_serial, aaguid: row.key_aaguid },
    passkeyName: row.passkey_name,
    methodId: row.method_id,
    credentialId: row.credential_id,
    reason: shape.reason.parse(row.reason),
    failure: toKnownFailure(row.failure),
    deletion:
      row.deletion === null ? null : { done: row.deletion === 'done', failure: toKnownFailure(row.deletion_failure) },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    activatedAt: row.activated_at,
    expiresAt: row.expires_at,
  };
}

function tell(transaction: Transaction, type: EventType, row: AssignmentRow): Promise<void> {
  const failure = toKnownFailure(row.failure);
  return publish(transaction, {
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
  });
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null ? null : { id, name: name ?? id };
}

/** A failure of before; null for one of a newer Keydesk's, whose code nobody here knows. */
export function toKnownFailure(text: string | null): Failure | null {
  return text === null ? null : (failureSchema.safeParse(JSON.parse(text)).data ?? null);
}
