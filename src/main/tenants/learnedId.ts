import { sql } from 'kysely';
import { isTenantId } from '../../contract/tenantLabel.ts';
import type { Database } from '../store/transactions.ts';

/** What names its tenant, and cannot be read from Microsoft again: table and column. */
const named = [
  ['assignment', 'tenant'],
  ['journal', 'connection'],
  ['event', 'tenant'],
  ['workflow', 'tenant'],
  ['webhook', 'tenant'],
  ['activation', 'tenant'],
  ['activation_code', 'tenant'],
] as const;

/**
 * Puts what was recorded under a tenant's domain, or under its id as a person typed it, under the id that a sign-in has told: until then
 * the connection had no other name for the tenant. A row that the id has already, such as a webhook with the same address, stays where
 * it is.
 */
export async function learnedTenantId(database: Database, typed: string, id: string): Promise<void> {
  if (typed === id || (isTenantId(typed) && typed.trim().toLowerCase() !== id.toLowerCase())) return;
  await database.write(async transaction => {
    for (const [table, column] of named) {
      const [rows, tenant] = [sql.table(table), sql.ref(column)];
      await sql`UPDATE OR IGNORE ${rows} SET ${tenant} = ${id} WHERE ${tenant} = ${typed}`.execute(transaction);
    }
  });
}
