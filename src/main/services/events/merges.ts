import { sql } from 'kysely';
import type { Merged, MergeRow, MergeRule } from '../../base/record/merge/rule.ts';
import type { Transaction } from '../../base/store/transactions.ts';

/**
 * How the events of a desk come into a record that it joins. `past`: the desk's workflows and webhooks have handled it. The newest of those comes first, because
 * each gets a number before the last one.
 */
export const eventMerges: readonly MergeRule[] = [
  {
    table: 'event',
    rows: `SELECT *, seq <= min((SELECT min(seq) FROM engine_place), (SELECT coalesce(min(place), 9e15) FROM webhook WHERE state = 'active')) AS past
      FROM event ORDER BY past DESC, iif(past, -seq, seq)`,
    ids: ['seq'],
    judge: judgeEvent,
  },
];

/**
 * An event that the record has by its id is that one: two desks give the import of one user the same id. Events of the past get numbers below all others,
 * so the workflows and webhooks of the record, which have passed these, do not handle them again.
 */
async function judgeEvent(
  { past, ...row }: MergeRow,
  _: MergeRow | undefined,
  transaction: Transaction,
): Promise<Merged> {
  const same = await transaction.selectFrom('event').selectAll().where('id', '=', String(row.id)).executeTakeFirst();
  if (same !== undefined) return { same: { ...same } };
  if (past !== 1) return { add: row };
  const { rows } = await sql<{ seq: number }>`SELECT min(0, coalesce(min(seq), 0)) - 1 AS seq FROM event`.execute(
    transaction,
  );
  return { add: { ...row, seq: rows[0]?.seq ?? -1 } };
}
