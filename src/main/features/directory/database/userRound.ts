import type { DatabaseSync } from 'node:sqlite';
import { now } from './now.ts';
import type { Met } from './roundDoubts.ts';
import type { TenantRow } from './tenantRow.ts';

/** Counts the present users, and how many of them the full round had. */
export function metUsers(db: DatabaseSync, { n, generation }: TenantRow): Met {
  const present = db.prepare('SELECT count(*) AS known FROM users WHERE tenant = ? AND left_at IS NULL').get(n);
  const row = db
    .prepare('SELECT count(*) AS met FROM users WHERE tenant = ? AND left_at IS NULL AND seen >= ?')
    .get(n, generation);
  return { what: 'users', known: Number(present?.known), met: Number(row?.met) };
}

/** Call after a full round: marks users whom it did not have as left. Their rows stay. Returns how many. */
export function sweepUsers(db: DatabaseSync, { n: tenant, generation }: TenantRow): number {
  const at = now();
  const { changes } = db
    .prepare(
      `UPDATE users SET left_at = :at, changed_at = :at
       WHERE tenant = :tenant AND left_at IS NULL AND seen < :generation`,
    )
    .run({ at, tenant, generation });
  return Number(changes);
}
