import type { DatabaseSync } from 'node:sqlite';
import type { ImportCounts } from '../../../../contract/directory/schema.ts';
import type { GroupNews, MemberNews } from '../../../services/graph/delta.ts';
import { memberWriter } from './memberWriter.ts';
import { now } from './now.ts';
import { nothingCounted, type TenantRow } from './tenantRow.ts';

/** Returns a function that writes a page of groups with their members. */
export function groupWriter(db: DatabaseSync) {
  const name = db.prepare(
    `INSERT INTO groups (tenant, id, display_name, seen) VALUES (?, ?, ?, ?) ON CONFLICT (tenant, id)
     DO UPDATE SET display_name = coalesce(excluded.display_name, display_name), seen = excluded.seen, left_at = NULL
     RETURNING n`,
  );
  const leave = db.prepare('UPDATE groups SET left_at = ? WHERE tenant = ? AND id = ? AND left_at IS NULL RETURNING n');
  const members = memberWriter(db);
  const numberOf = (row: unknown) => (row as { n: number }).n;

  const write = (tenant: TenantRow, news: GroupNews, counts: ImportCounts) => {
    if (news['@removed'] != null) {
      const gone = leave.get(now(), tenant.n, news.id);
      if (gone !== undefined) members.removeAll(numberOf(gone));
      return;
    }
    const group = numberOf(name.get(tenant.n, news.id, news.displayName ?? null, tenant.groups_generation));
    const told = news['members@delta'] ?? [];
    counts.groups++;
    counts.memberships += told.length;
    if (!told.some(isRemoved)) return members.add(tenant, group, told);
    // If a member occurs twice, the last entry counts.
    const last = [...new Map(told.map(member => [member.id, member])).values()];
    for (const member of last.filter(isRemoved)) members.remove(tenant, group, member);
    const present = last.filter(member => !isRemoved(member));
    members.add(tenant, group, present);
  };

  return (tenant: TenantRow, items: readonly GroupNews[]): ImportCounts => {
    const counts = { ...nothingCounted };
    for (const news of items) write(tenant, news, counts);
    return counts;
  };
}

function isRemoved({ '@removed': removed }: MemberNews): boolean {
  return removed != null;
}
