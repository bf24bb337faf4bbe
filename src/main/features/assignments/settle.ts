import { type Kysely, type Selectable, sql } from 'kysely';
import type { JournalState } from '../../../contract/enrollment/schema.ts';
import { failureSchema } from '../../../contract/errors/failure.ts';
import { toBase64url } from '../../../ctap/bytes.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Schema } from '../../base/store/schema.ts';
import { inTransaction } from '../../base/store/steps.ts';
import { isoNow, type Transaction } from '../../base/store/transactions.ts';
import { noteAssigned } from '../enrollment/owed.ts';
import type { EnrolledForNotes, KnownEnrolledFor } from './enrolledFor.ts';
import type { Following } from './following.ts';
import { keyOf } from './keyOf.ts';
import type { Ledger } from './ledger.ts';
import { freePurpose, liveOf, waiting } from './live.ts';
import { type Change, insertAssignment, moveAssignment, reasonToRevoke } from './moves.ts';
import type { AssignmentRow } from './records.ts';

export interface SettleParts {
  readonly ledger: Ledger;
  readonly instance: Instance;
  /** The running enrollments of this process. */
  readonly following: Pick<Following, 'has'>;
  readonly enrolledFor: Pick<EnrolledForNotes, 'read' | 'forget'>;
}

/**
 * Settles the assignments of ended enrollments by the state of the journal: a registered passkey makes the assignment active, an enrollment
 * that left nothing makes it pending again, and any other end makes it failed. A failed one whose passkey turns out to be registered
 * becomes active.
 */
export async function settleAbandoned(parts: SettleParts, tenant: string): Promise<void> {
  await noteProven(parts.ledger, tenant);
  await settleOwed(parts, tenant);
  await settleEach(
    parts,
    tenant,
    sql`assignment.state IN ('provisioning', 'failed')
      AND (assignment.state = 'provisioning' OR journal.state IN ('registered', 'proven', 'done'))`,
  );
}

/**
 * Adds an assignment for each passkey that turned out to be registered although no assignment follows its enrollment: the enrollment was
 * begun by an earlier version, or its assignment has moved on (migrations/0032-owed-assignments.ts). If a person canceled that assignment,
 * this ended the wait for a passkey; it is no reason to delete a passkey that works.
 */
async function settleOwed({ ledger, following, instance, enrolledFor }: SettleParts, tenant: string): Promise<void> {
  const owed = (from: Kysely<Schema>) =>
    from
      .selectFrom('journal')
      .selectAll()
      .where('tenant', '=', tenant)
      // Must be the exact condition of the index journal_owes.
      .where(sql<boolean>`owes_assignment = 1`)
      .where('state', 'in', ['registered', 'proven', 'done']);
  for (const { id, instance: owner } of await owed(ledger.database).execute()) {
    if (following.has(id) || (owner !== instance.id && owner !== '' && instance.isAlive(owner))) continue;
    const whom = await enrolledFor.read(id);
    await ledger.change(async transaction => {
      // Another Keydesk may have settled it in the meantime.
      const entry = await owed(transaction).where('id', '=', id).executeTakeFirst();
      if (entry === undefined) return [];
      const rows = await rowsOf(transaction, entry);
      const isTold = rows.some(row => row.state === 'active' || row.method_id === entry.method_id);
      // One that still follows the enrollment is settled by settleEach.
      if (!isTold && rows.length > 0) return [];
      await noteAssigned(transaction, id);
      return isTold ? [] : assignmentOf(transaction, entry, whom);
    });
    await enrolledFor.forget(id);
  }
}

/** Returns the assignments that have this passkey, or follow its enrollment. An ended assignment with the passkey stays ended. */
function rowsOf(transaction: Transaction, entry: Selectable<Schema['journal']>) {
  return transaction
    .selectFrom('assignment')
    .select(['state', 'method_id'])
    .where('tenant', '=', entry.tenant)
    .where('user_id', '=', entry.user_id)
    .where(of =>
      of.or([
        of('method_id', '=', entry.method_id),
        of.and([of('enrollment_id', '=', entry.id), of('state', 'in', ['provisioning', 'failed', 'active'])]),
      ]),
    )
    .execute();
}

/**
 * Returns the waiting assignment if this passkey fulfills it. It keeps waiting if the key was reported lost or retired, because the user
 * needs another one, or if an activation uses it with another key.
 */
async function takenUp(
  transaction: Transaction,
  found: AssignmentRow | undefined,
  securityKeyId: string,
): Promise<AssignmentRow | undefined> {
  if (found === undefined || (await inTransaction(transaction, reasonToRevoke(securityKeyId))) !== undefined)
    return undefined;
  const activation = await transaction
    .selectFrom('activation_assignment')
    .select('activation_id')
    .where('assignment_id', '=', found.id)
    .executeTakeFirst();
  return activation === undefined ? found : undefined;
}

async function assignmentOf(
  transaction: Transaction,
  entry: Selectable<Schema['journal']>,
  whom: KnownEnrolledFor | undefined,
): Promise<(Change | undefined)[]> {
  const { tenant, user_id, user_principal_name } = entry;
  const key = await keyOf(transaction, entry, whom);
  const live = await liveOf(transaction, tenant, user_id);
  const found = await takenUp(transaction, waiting(live), key.security_key_id);
  const display_name = whom?.displayName ?? live[0]?.display_name ?? user_principal_name;
  const about = { tenant, user_id, user_principal_name, display_name };
  const first =
    found === undefined
      ? await insertAssignment(transaction, { ...about, purpose: freePurpose(live), source: 'desk' })
      : found.state === 'failed'
        ? await moveAssignment(transaction, found, 'pending', { ...key, reason: 'retried' })
        : undefined;
  const start = first?.row ?? found;
  const begun = { ...key, reason: 'enrolment-started', enrollment_id: entry.id } as const;
  const taken = start && (await moveAssignment(transaction, start, 'provisioning', begun));
  if (taken === undefined) throw new Error('no assignment could be taken up');
  const active = await moveAssignment(transaction, taken.row, 'active', {
    ...passkeyOf(entry),
    passkey_name: entry.display_name,
    ...activation(transaction, entry.state),
  });
  return [first, taken, active];
}

/** Settles provisioning assignments without a running enrollment: the process died, or could not write the end. */
export function settleProvisioning(parts: SettleParts, tenant: string): Promise<void> {
  return settleEach(parts, tenant, sql`assignment.state = 'provisioning'`);
}

async function settleEach(parts: SettleParts, tenant: string, which: ReturnType<typeof sql>): Promise<void> {
  const { ledger, enrolledFor } = parts;
  const rows = await withJournal(ledger.database)
    .where('assignment.tenant', '=', tenant)
    .where(sql<boolean>`${which}`)
    .execute();
  for (const { id, instance, enrollment_id } of rows.filter(row => isAbandoned(parts, row))) {
    const whom = enrollment_id === null ? undefined : await enrolledFor.read(enrollment_id);
    const changes = await ledger.change(async transaction => {
      // Another Keydesk may have settled it, or started an enrollment for it, in the meantime.
      const of = withJournal(transaction).where('assignment.id', '=', id).where('assignment.instance', '=', instance);
      const row = await of.where(sql<boolean>`${which}`).executeTakeFirst();
      return [row && (await settled(transaction, row, whom))];
    });
    if (enrollment_id !== null && changes.length > 0) await enrolledFor.forget(enrollment_id);
  }
}

/** Returns whether no enrollment works on a row any more. For another process, that is when it has ended. */
function isAbandoned({ instance, following }: SettleParts, row: Row): boolean {
  if (row.instance === instance.id) return row.enrollment_id === null || !following.has(row.enrollment_id);
  return row.instance === '' || !instance.isAlive(row.instance);
}

function withJournal(database: Kysely<Schema>) {
  return database
    .selectFrom('assignment')
    .leftJoin('journal', 'journal.id', 'assignment.enrollment_id')
    .select(['assignment.id', 'assignment.state', 'assignment.instance', 'assignment.enrollment_id'])
    .select([
      'journal.state as journal_state',
      'journal.method_id',
      'journal.credential_id',
      'journal.display_name as passkey_name',
      'journal.key_aaguid',
      'journal.key_identity',
      'journal.owed_key',
      'assignment.security_key_id',
      'assignment.key_serial',
      'assignment.key_product',
      'journal.error',
    ]);
}
type Row = Awaited<ReturnType<ReturnType<typeof withJournal>['execute']>>[number];

/** Updates the reason of passkeys that were registered without proof and have been proven since. */
async function noteProven({ database }: Ledger, tenant: string): Promise<void> {
  const unproven = (from: Kysely<Schema>) =>
    from
      .selectFrom('assignment')
      .innerJoin('journal', 'journal.id', 'assignment.enrollment_id')
      .select('assignment.id')
      .where('assignment.tenant', '=', tenant)
      .where('assignment.state', '=', 'active')
      // As a literal, so that SQLite uses the partial index.
      .where('reason', '=', sql.lit('registered-unproven'))
      .where('journal.state', '=', 'done');
  if ((await unproven(database).limit(1).executeTakeFirst()) === undefined) return;
  await database
    .updateTable('assignment')
    .set({ reason: 'registered' })
    .where('id', 'in', unproven(database))
    .execute();
}

async function settled(
  transaction: Transaction,
  row: Row,
  whom: KnownEnrolledFor | undefined,
): Promise<Change | undefined> {
  const found = { ...passkeyOf(row), passkey_name: row.passkey_name };
  switch (row.journal_state as JournalState | null) {
    case 'done':
    case 'proven':
    case 'registered':
      await noteAssigned(transaction, row.enrollment_id);
      return moveAssignment(transaction, row, 'active', {
        ...found,
        ...(row.security_key_id === null && (await keyOf(transaction, row, namesOf(row, whom)))),
        ...activation(transaction, row.journal_state),
      });
    case 'needs-attention': {
      const failure = row.error === null ? undefined : failureSchema.safeParse(JSON.parse(row.error)).data;
      return moveAssignment(transaction, row, 'failed', { ...found, reason: 'enrolment-interrupted', failure });
    }
    case 'cleaned-up':
    case null:
      return moveAssignment(transaction, row, 'pending', { instance: '', reason: 'enrolment-interrupted' });
    default:
      // Not settled yet: the next round checks again.
      return undefined;
  }
}

/** Returns what is known of a key whose enrollment ended: by the enrollment, or by its assignment. */
function namesOf({ key_serial, key_product }: Row, whom: KnownEnrolledFor | undefined) {
  return whom ?? { serial: key_serial ?? undefined, product: key_product ?? undefined };
}

/** Returns what the journal has about the passkey of an ended enrollment. */
function passkeyOf({ method_id, credential_id, key_aaguid }: Pick<Row, 'method_id' | 'credential_id' | 'key_aaguid'>) {
  return {
    instance: '',
    method_id,
    credential_id: credential_id === null ? null : toBase64url(credential_id),
    key_aaguid,
  };
}

function activation(transaction: Transaction, journalState: string | null) {
  const reason = journalState === 'registered' ? 'registered-unproven' : 'registered';
  return { activated_at: isoNow(transaction), reason } as const;
}
