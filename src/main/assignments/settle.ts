import { sql } from 'kysely';
import type { JournalState } from '../../contract/enrollment.ts';
import { failureSchema } from '../../contract/failure.ts';
import { toBase64url } from '../../ctap/bytes.ts';
import type { Instance } from '../store/instance.ts';
import type { Ledger } from './ledger.ts';
import { type AssignmentRow, type Change, moveAssignment } from './records.ts';

/**
 * Settles what enrollments left behind when their process died, by what the journal's recovery found out: registered is active,
 * nothing left is pending again, anything else failed. A failed one whose passkey turns out to be registered is active.
 */
export async function settleAbandoned(ledger: Ledger, instance: Instance, tenant: string): Promise<void> {
  await noteProven(ledger, tenant);
  const rows = await ledger.database
    .selectFrom('assignment')
    .leftJoin('journal', 'journal.id', 'assignment.enrollment_id')
    .selectAll('assignment')
    .select([
      'journal.state as journal_state',
      'journal.method_id as journal_method_id',
      'journal.credential_id as journal_credential_id',
      'journal.display_name as journal_passkey_name',
      'journal.key_aaguid as journal_key_aaguid',
      'journal.error as journal_error',
    ])
    .where('assignment.tenant', '=', tenant)
    .where(
      sql<boolean>`(assignment.state = 'provisioning' OR assignment.state = 'failed' AND journal.state IN ('registered', 'proven', 'done'))`,
    )
    .execute();
  for (const { journal_state, journal_error, ...row } of rows) {
    if (row.instance !== '' && instance.isAlive(row.instance)) continue;
    const { journal_method_id, journal_credential_id, journal_passkey_name, journal_key_aaguid, ...assignment } = row;
    const found = {
      instance: '',
      method_id: journal_method_id,
      credential_id: journal_credential_id === null ? null : toBase64url(journal_credential_id),
      passkey_name: journal_passkey_name,
      key_aaguid: journal_key_aaguid,
    };
    await ledger.change(async transaction => [
      await settled(transaction, assignment, journal_state as JournalState | null, journal_error, found),
    ]);
  }
}

/** A passkey that was registered without proof, and was proven since, says so. */
async function noteProven({ database }: Ledger, tenant: string): Promise<void> {
  await database
    .updateTable('assignment')
    .set({ reason: 'registered' })
    .where('tenant', '=', tenant)
    .where('state', '=', 'active')
    .where('reason', '=', 'registered-unproven')
    .where('enrollment_id', 'in', database.selectFrom('journal').select('id').where('state', '=', 'done'))
    .execute();
}

function settled(
  transaction: Parameters<typeof moveAssignment>[0],
  row: AssignmentRow,
  journalState: JournalState | null,
  error: string | null,
  found: Pick<AssignmentRow, 'instance' | 'method_id' | 'credential_id' | 'passkey_name' | 'key_aaguid'>,
): Promise<Change | undefined> {
  switch (journalState) {
    case 'done':
    case 'proven':
    case 'registered': {
      const reason = journalState === 'registered' ? 'registered-unproven' : 'registered';
      const activated_at = new Date().toISOString();
      return moveAssignment(transaction, row, 'active', { ...found, activated_at, reason });
    }
    case 'needs-attention': {
      const failure = error === null ? undefined : failureSchema.safeParse(JSON.parse(error)).data;
      return moveAssignment(transaction, row, 'failed', { ...found, reason: 'enrolment-interrupted', failure });
    }
    case 'cleaned-up':
    case null:
      return moveAssignment(transaction, row, 'pending', { instance: '', reason: 'enrolment-interrupted' });
    default:
      // Not settled yet: the journal will be asked again.
      return Promise.resolve(undefined);
  }
}
