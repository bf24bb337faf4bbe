import type { Kysely } from 'kysely';
import type { AssignmentPurpose } from '../../../contract/assignments/schema.ts';
import { liveStates } from '../../../contract/assignments/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { AssignmentRow } from './records.ts';

/** Returns the live assignments of a user, primary before backup. */
export async function liveOf(database: Kysely<Schema>, tenant: string, userId: string): Promise<AssignmentRow[]> {
  const rows = await database
    .selectFrom('assignment')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('user_id', '=', userId)
    .where('state', 'in', [...liveStates])
    .orderBy('created_at')
    .execute();
  return rows.toSorted((one, other) => rank(one) - rank(other));
}

/** Returns the first purpose that no live assignment has. */
export function freePurpose(live: readonly AssignmentRow[]): AssignmentPurpose {
  const free = (['primary', 'backup'] as const).find(purpose => !live.some(row => row.purpose === purpose));
  return free ?? 'additional';
}

/** Returns the assignment that a new passkey of the user fulfills: a pending one before a failed one. */
export function waiting(live: readonly AssignmentRow[]): AssignmentRow | undefined {
  return live.find(({ state }) => state === 'pending') ?? live.find(({ state }) => state === 'failed');
}

function rank({ purpose }: AssignmentRow): number {
  return ['primary', 'backup', 'additional'].indexOf(purpose);
}
