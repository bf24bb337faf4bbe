import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, hasCode } from '../../../contract/errors/failure.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { CeremonyEnd } from '../enrollment/ceremonyState.ts';
import type { BegunEnrollment } from '../enrollment/observer.ts';
import { noteAway } from '../enrollment/owed.ts';
import type { Ledger } from './ledger.ts';
import { type Change, moveAssignment } from './moves.ts';

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
  readonly provisioned: Promise<unknown>;
}

/**
 * Waits until the record has the assignment with its key, then asks once more whether another desk has given the key away or reported it lost. The
 * record puts the assignments of all desks in one order, so one of two desks sees the other.
 * @throws KeydeskError record-…, key-belongs-to-another, key-reported-lost, key-retired
 */
export async function reserve(
  { ledger, shared }: { readonly ledger: Pick<Ledger, 'database'>; readonly shared: RecordForFulfillment },
  { begun, since, provisioned }: Reservation,
  objectionNow: (userId: string) => Promise<Failure | undefined>,
): Promise<void> {
  try {
    await provisioned;
  } catch (error) {
    if (!hasCode(error, 'record-unreachable', 'record-unconfirmed')) throw error;
    if (!shared.mayBeAway()) throw refusalOf(error);
    // Compared with what other desks did, when the passkey is on record (awayConflicts.ts).
    return noteAway(ledger.database, begun.id, since);
  }
  const objection = await objectionNow(begun.entry.user_id);
  if (objection !== undefined) throw new KeydeskError(objection.code, objection.params);
}

/** The enrollment did not begin, whether or not the assignment was recorded: release takes it back. */
function refusalOf(error: KeydeskError): KeydeskError {
  return new KeydeskError('record-unreachable', error.params, { cause: error });
}

/** Returns whether a canceled enrollment left no passkey on the key and none in Entra. */
export function leftNothing(end: CeremonyEnd): boolean {
  return !end.ok && end.failure.journalState === 'cleaned-up' && end.failure.error.code === 'cancelled';
}

export function isRejected(work: Promise<unknown>): Promise<boolean> {
  return work.then(
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
  const nothing = { instance: '', security_key_id: null, key_aaguid: null, key_serial: null, key_product: null };
  const back = await moveAssignment(transaction, row, 'pending', {
    ...nothing,
    reason: made ? 'assigned' : 'enrolment-cancelled',
  });
  if (!made || back === undefined) return [back];
  const failure = end.ok ? undefined : end.failure.error;
  return [back, await moveAssignment(transaction, back.row, 'cancelled', { reason: 'enrolment-cancelled', failure })];
}
