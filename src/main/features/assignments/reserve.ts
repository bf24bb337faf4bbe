import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, hasCode } from '../../../contract/errors/failure.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { CeremonyEnd } from '../enrollment/ceremonyState.ts';
import type { BegunEnrollment } from '../enrollment/observer.ts';
import { noteAway } from '../enrollment/owed.ts';
import type { Ledger } from './ledger.ts';
import { type Change, moveAssignment } from './moves.ts';
import type { AssignmentRow } from './records.ts';

/** The record of several desks, as far as an enrollment must know it. */
export interface RecordForFulfillment {
  /** Whether other desks may share the record. Then an enrollment waits for it (decision 80). */
  isShared(): boolean;
  /** Whether a person has allowed enrollments while the record is away (decision 78). */
  mayBeAway(): boolean;
}

interface Reservation {
  readonly begun: BegunEnrollment;
  /** When the enrollment began, in ms by the record's clock. */
  readonly since: number;
  /** Resolves when the assignment with its key is on record. */
  readonly provisioned: Promise<AssignmentRow>;
}

interface ReserveParts {
  readonly ledger: Pick<Ledger, 'database' | 'inTurn'>;
  readonly shared: RecordForFulfillment;
}

/**
 * Waits until the record has the assignment with its key, then asks once more whether another desk has given the key away or reported it lost. The
 * record puts the assignments of all desks in one order, so one of two desks sees the other.
 * @throws KeydeskError record-…, key-belongs-to-another, key-reported-lost, key-retired
 */
export async function reserve(
  parts: ReserveParts,
  reservation: Reservation,
  objectionNow: (userId: string) => Promise<Failure | undefined>,
): Promise<void> {
  const mayBeAway = parts.shared.mayBeAway();
  if (!(await isRecorded(parts, reservation, { written: reservation.provisioned, mayBeAway }))) return;
  const objection = await objectionNow(reservation.begun.entry.user_id);
  if (objection !== undefined) throw new KeydeskError(objection.code, objection.params);
}

/**
 * Adds the new credential to the assignment of a key that only its passkeys identify. Otherwise another desk could not recognize the key until this
 * enrollment has ended on record. If the record is away, the enrollment goes on: the key has its passkey, and a person has touched it.
 * @throws KeydeskError record-rewound and others that say that the record does not take it
 */
export async function nameCredential(
  parts: ReserveParts,
  reservation: Reservation,
  credentialId: string,
): Promise<void> {
  const row = await reservation.provisioned.catch(() => undefined);
  // Began without the record, or the key has a serial number.
  if (row === undefined || row.security_key_id !== null) return;
  const { ledger } = parts;
  const named = ledger.inTurn(() =>
    ledger.database
      .updateTable('assignment')
      .set({ credential_id: credentialId })
      .where('id', '=', row.id)
      .where('state', '=', 'provisioning')
      .where('enrollment_id', '=', row.enrollment_id)
      .execute(),
  );
  await isRecorded(parts, reservation, { written: named, mayBeAway: true });
}

/** Waits for a write. Returns false if the record is away and the enrollment may go on without it. */
async function isRecorded(
  { ledger }: Pick<ReserveParts, 'ledger'>,
  { begun, since }: Reservation,
  { written, mayBeAway }: { readonly written: Promise<unknown>; readonly mayBeAway: boolean },
): Promise<boolean> {
  try {
    await written;
    return true;
  } catch (error) {
    if (!hasCode(error, 'record-unreachable', 'record-unconfirmed')) throw error;
    if (!mayBeAway) throw refusalOf(error);
    // Compared with what other desks did, when the passkey is on record (awayConflicts.ts).
    await noteAway(ledger.database, begun.id, since);
    return false;
  }
}

/** The enrollment did not begin, whether or not the assignment was recorded: release takes it back. */
function refusalOf(error: KeydeskError): KeydeskError {
  return new KeydeskError('record-unreachable', error.params, { cause: error });
}

/**
 * Returns whether an enrollment is taken back: it left no passkey on the key and none in Entra, and either the key could not be reserved, or a person
 * canceled and the assignment may not be on record.
 */
export async function isTakenBack(end: CeremonyEnd, refused: boolean, provisioned: Promise<unknown>): Promise<boolean> {
  if (end.ok || end.failure.journalState !== 'cleaned-up') return false;
  if (refused || end.failure.error.code !== 'cancelled') return refused;
  return provisioned.then(
    () => false,
    () => true,
  );
}

/**
 * Takes back what an enrollment without any trace may have recorded: its answer may have been lost. A waiting assignment waits again, without the key; one
 * that was created for this enrollment is canceled.
 * @param made whether the assignment was created for this enrollment
 */
export async function release(
  transaction: Transaction,
  { id, entry }: BegunEnrollment,
  made: boolean,
  end: CeremonyEnd,
): Promise<(Change | undefined)[]> {
  const row = await transaction
    .selectFrom('assignment')
    .selectAll()
    .where('tenant', '=', entry.tenant)
    .where('user_id', '=', entry.user_id)
    .where('enrollment_id', '=', id)
    .where('state', '=', 'provisioning')
    .executeTakeFirst();
  if (row === undefined) return [];
  const nothing = {
    instance: '',
    credential_id: null,
    security_key_id: null,
    key_aaguid: null,
    key_serial: null,
    key_product: null,
  };
  const back = await moveAssignment(transaction, row, 'pending', {
    ...nothing,
    reason: made ? 'assigned' : 'enrolment-cancelled',
  });
  if (!made || back === undefined) return [back];
  const failure = end.ok ? undefined : end.failure.error;
  return [back, await moveAssignment(transaction, back.row, 'cancelled', { reason: 'enrolment-cancelled', failure })];
}
