import type { Merged, MergeRow, MergeRule } from '../../base/record/merge/rule.ts';
import type { Transaction } from '../../base/store/transactions.ts';

/** How the profiles of a desk come into a record that it joins. */
export const profileMerges: readonly MergeRule[] = [{ table: 'profile', judge: judgeProfile }];

/**
 * A profile that the record has under the same name with the same settings is that one. Otherwise both stay, and the record decides which one is the
 * default: one for everybody, and one for each group.
 */
async function judgeProfile(row: MergeRow, same: MergeRow | undefined, transaction: Transaction): Promise<Merged> {
  if (same !== undefined) return { same };
  const others = await transaction.selectFrom('profile').selectAll().where('tenant', '=', String(row.tenant)).execute();
  const names = new Set(others.map(({ name }) => name));
  const equal = others.find(({ name, settings }) => name === row.name && settings === row.settings);
  if (equal !== undefined) return { same: { ...equal } };
  const taken = new Set(others.flatMap(({ groups }) => groupsOf(groups).map(({ id }) => id)));
  return {
    add: {
      ...row,
      name: freeName(String(row.name), names),
      groups: JSON.stringify(groupsOf(String(row.groups)).filter(({ id }) => !taken.has(id))),
      is_default: others.some(({ is_default }) => is_default === 1) ? 0 : (row.is_default ?? 0),
    },
  };
}

function groupsOf(json: string): { id: string; name: string }[] {
  return JSON.parse(json);
}

/** Returns a name that no other profile has: `Office (2)`. */
function freeName(name: string, names: ReadonlySet<string>): string {
  for (let n = 2, free = name; ; n += 1) {
    if (!names.has(free)) return free;
    free = `${name.slice(0, MOST)} (${n})`;
  }
}

/** The beginning of a name that leaves room for a number, in UTF-16 units. */
const MOST = 54;
