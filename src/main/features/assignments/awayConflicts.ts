import { type Kysely, sql } from 'kysely';
import { liveStates } from '../../../contract/assignments/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { Activity, NewLogEntry } from '../../services/activity/activity.ts';
import { noteCompared } from '../enrollment/owed.ts';
import type { Ledger } from './ledger.ts';
import type { AssignmentRow } from './records.ts';

interface ConflictParts {
  readonly ledger: Pick<Ledger, 'database'>;
  readonly activity: Pick<Activity, 'recordIn' | 'note'>;
}

/**
 * Compares the enrollments that began while the record was away with what other desks had recorded meanwhile, once each, when they are on record. Both passkeys
 * exist, so neither is dropped: an entry of the activity log names each conflict, in one transaction with the note that it was looked for.
 */
export async function noteConflicts({ ledger, activity }: ConflictParts, tenant: string): Promise<void> {
  for (const { id } of await unchecked(ledger.database, tenant).execute()) {
    await ledger.database.write(async transaction => {
      const entry = await unchecked(transaction, tenant).where('journal.id', '=', id).executeTakeFirst();
      if (entry === undefined) return;
      const row = await rowOf(transaction, entry.assignment);
      const conflicts = await conflictsOf(transaction, row, new Date(entry.away_since).toISOString());
      if (conflicts.length > 0) await activity.recordIn(transaction, ...conflicts);
      await noteCompared(transaction, id);
    });
    activity.note();
  }
}

/** The enrollments that began while the record was away, and whose passkeys are on record. */
function unchecked(from: Kysely<Schema>, tenant: string) {
  return (
    from
      .selectFrom('journal')
      .innerJoin('assignment', 'assignment.enrollment_id', 'journal.id')
      .select(['journal.id', 'journal.away_since', 'assignment.id as assignment'])
      .where('journal.tenant', '=', tenant)
      // Must be the exact condition of the index journal_away.
      .where(sql<boolean>`journal.away_since > 0`)
      .where('assignment.method_id', 'is not', null)
      .where('assignment.state', 'in', ['active', 'revoked'])
  );
}

function rowOf(transaction: Transaction, id: string): Promise<AssignmentRow> {
  return transaction.selectFrom('assignment').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

async function conflictsOf(transaction: Transaction, row: AssignmentRow, since: string): Promise<NewLogEntry[]> {
  const others = transaction
    .selectFrom('assignment')
    .select(['user_principal_name', 'id'])
    .where('tenant', '=', row.tenant)
    .where('id', '<>', row.id);
  const owner =
    row.security_key_id === null
      ? undefined
      : await others
          .where('security_key_id', '=', row.security_key_id)
          .where('user_id', '<>', row.user_id)
          .where('state', '=', 'active')
          .executeTakeFirst();
  const second = await others
    .where('user_id', '=', row.user_id)
    .where('state', 'in', [...liveStates])
    .where(of => of.or([of('created_at', '>=', since), of('activated_at', '>=', since)]))
    .executeTakeFirst();
  const about = {
    kind: 'enrollment-conflict' as const,
    tenant: row.tenant,
    user: { id: row.user_id, userPrincipalName: row.user_principal_name },
    key: {
      aaguid: row.key_aaguid ?? undefined,
      serial: row.key_serial ?? undefined,
      product: row.key_product ?? undefined,
    },
  };
  const facts = { assignmentId: row.id, ...(row.method_id === null ? {} : { methodId: row.method_id }) };
  return [
    ...(owner === undefined
      ? []
      : [{ ...about, facts: { ...facts, conflict: 'key-of-another', owner: owner.user_principal_name } }]),
    ...(second === undefined ? [] : [{ ...about, facts: { ...facts, conflict: 'second-passkey' } }]),
  ];
}
