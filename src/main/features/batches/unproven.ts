import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { EnrollmentOutcome } from '../enrollment/enrollments.ts';
import type { BatchContext } from './context.ts';
import type { Row } from './moves.ts';

/** Returns the reason for a row whose passkey Entra has or may have: the same key finishes it. */
export function unprovenOf(
  { user_principal_name, typed }: Pick<Row, 'user_principal_name' | 'typed'>,
  { name }: Pick<EnrollmentOutcome, 'name'>,
): Failure {
  return toFailure(new KeydeskError('passkey-unproven', { user: user_principal_name ?? typed, name }));
}

/** Returns that reason for a row, by its latest enrollment; undefined if Entra does not have the passkey. */
export async function unprovenRow(
  { store, enrollments }: Pick<BatchContext, 'store' | 'enrollments'>,
  rowId: string,
): Promise<Failure | undefined> {
  const row = await store.database.selectFrom('batch_row').selectAll().where('id', '=', rowId).executeTakeFirst();
  const id = row?.enrollment_id ?? undefined;
  const outcome = id === undefined ? undefined : await enrollments.outcome(id);
  if (row === undefined || outcome === undefined) return undefined;
  return ['registered', 'credential-created'].includes(outcome.state) ? unprovenOf(row, outcome) : undefined;
}
