import type { DatabaseSync } from 'node:sqlite';
import { isTenantId } from '../../contract/tenantLabel.ts';

/** The names of tenants as keydesk.db has them, also those that another process has just learned. */
export interface TenantNames {
  /** Returns the id of a tenant that was entered by another name; the name itself where no id is known. */
  current(name: string): string;
  /** Returns all names of a tenant, the current one first. */
  all(name: string): string[];
}

/**
 * Reads names over an open connection, at once: whoever names a tenant must not wait, and one row is read in microseconds.
 * @param table the table tenant_name, with the name of the database where that is not the connection's own
 */
export function tenantNamesIn(sqlite: DatabaseSync, table = 'tenant_name'): TenantNames {
  const idOf = sqlite.prepare(`SELECT id FROM ${table} WHERE name = ?`);
  const namesOf = sqlite.prepare(`SELECT name FROM ${table} WHERE id = ?`);
  const current = (name: string) => (isCurrent(name) ? name : String(idOf.get(name)?.id ?? name));
  return {
    current,
    all: name => {
      const id = current(name);
      return [id, ...namesOf.all(id).map(row => String(row.name))];
    },
  };
}

/** Names as they are where no keydesk.db is open. */
export const onlyNames: TenantNames = { current: name => name, all: name => [name] };

/** An id in small letters replaces other names, and is never replaced. */
function isCurrent(name: string): boolean {
  return isTenantId(name) && name === name.trim().toLowerCase();
}
