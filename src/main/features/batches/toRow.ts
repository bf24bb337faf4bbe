import type { Selectable } from 'kysely';
import { type BatchRow, rowStateSchema } from '../../../contract/batches/schema.ts';
import { type Failure, failureSchema } from '../../../contract/errors/failure.ts';
import type { Row } from './moves.ts';
import type { BatchRowTable } from './tables.ts';

/** Returns a row in the contract's shape. @param pinKept whether its PIN is kept until it is handed over */
export function toRow(row: Selectable<BatchRowTable>, pinKept: boolean): BatchRow {
  return {
    id: row.id,
    line: row.line,
    typed: row.typed,
    user: userOf(row),
    serial: row.serial,
    name: row.name,
    profile: row.profile,
    state: rowStateSchema.parse(row.state),
    error: storedFailure(row.error),
    key: row.key_aaguid === null ? null : { product: row.key_product, serial: row.key_serial, aaguid: row.key_aaguid },
    methodId: row.method_id,
    enrollmentId: row.enrollment_id,
    note: row.note,
    pinKept,
    handedOverAt: row.handed_over_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}

/** Reads a stored error. Returns null for one that a newer version has written. */
export function storedFailure(error: string | null): Failure | null {
  return error === null ? null : (failureSchema.safeParse(JSON.parse(error)).data ?? null);
}

/** Returns the user of a row; null if the user is not known yet. */
export function userOf({
  user_id,
  user_principal_name,
  display_name,
}: Pick<Row, 'user_id' | 'user_principal_name' | 'display_name'>): BatchRow['user'] {
  if (user_id === null) return null;
  const name = user_principal_name ?? user_id;
  return { id: user_id, userPrincipalName: name, displayName: display_name ?? name };
}
