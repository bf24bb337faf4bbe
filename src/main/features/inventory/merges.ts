import type { Merged, MergeRow, MergeRule } from '../../base/record/merge/rule.ts';
import type { Transaction } from '../../base/store/transactions.ts';

/** How the inventory of a desk comes into a record that it joins. */
export const inventoryMerges: readonly MergeRule[] = [
  { table: 'shared_serial' },
  { table: 'security_key', judge: judgeKey },
];

/**
 * A key is in the record once, by its identity. SECURITY: a key that one side knows as lost stays lost, whatever the other knows, because a finder may
 * hold it.
 */
async function judgeKey(row: MergeRow, _: MergeRow | undefined, transaction: Transaction): Promise<Merged> {
  const same = await transaction
    .selectFrom('security_key')
    .selectAll()
    .where('identity', '=', String(row.identity))
    .executeTakeFirst();
  if (same === undefined) return { add: row };
  const known = { ...same };
  const isMarked = row.mark === 'lost' ? known.mark !== 'lost' : known.mark === null && row.mark !== null;
  const unknown = FACTS.filter(name => known[name] === null).map(name => [name, row[name] ?? null] as const);
  return {
    same: known,
    set: {
      ...Object.fromEntries(unknown),
      ...(isMarked ? { mark: row.mark ?? null, marked_at: row.marked_at ?? null } : {}),
      shows_passkeys: Math.max(known.shows_passkeys, Number(row.shows_passkeys)),
      first_seen_at: [known.first_seen_at, String(row.first_seen_at)].toSorted()[0] ?? known.first_seen_at,
      last_seen_at: [known.last_seen_at, String(row.last_seen_at)].toSorted()[1] ?? known.last_seen_at,
    },
  };
}

const FACTS = ['product', 'manufacturer', 'serial', 'vendor_id', 'product_id', 'aaguid', 'firmware_version'] as const;
