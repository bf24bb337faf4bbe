import { sql } from 'kysely';
import type { UserRow } from '../../../contract/directory/schema.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import { isoNow } from '../../base/store/transactions.ts';
import type { BatchContext } from './context.ts';
import type { Row } from './moves.ts';
import type { Reach } from './reach.ts';

/**
 * Fails the rows whose users this sign-in may not register, at once: a role for one administrative unit may leave out thousands. Returns the
 * ids of the rows that failed.
 * @param rows that wait, each with its user
 */
export async function failKnown(
  { store: { database } }: Pick<BatchContext, 'store'>,
  rows: readonly { row: Row; user: UserRow }[],
  reach: Reach,
): Promise<ReadonlySet<string>> {
  const refused = rows.flatMap(({ row, user }) => {
    const objection = reach.objection(user);
    if (objection === undefined) return [];
    const error = JSON.stringify(toFailure(objection));
    return [[row.id, user.id, user.userPrincipalName, user.displayName, error]];
  });
  if (refused.length === 0) return new Set();
  const endedAt = isoNow(database);
  const failed = await database.write(
    async transaction =>
      (
        await sql<{ id: string }>`
          UPDATE batch_row SET state = 'failed', instance = '', ended_at = ${endedAt}, error = of.value ->> 4,
            user_id = of.value ->> 1, user_principal_name = of.value ->> 2, display_name = of.value ->> 3
          FROM json_each(${JSON.stringify(refused)}) of
          WHERE batch_row.id = of.value ->> 0 AND batch_row.state IN ('waiting', 'preparing')
          RETURNING batch_row.id AS id`.execute(transaction)
      ).rows,
  );
  return new Set(failed.map(({ id }) => id));
}
