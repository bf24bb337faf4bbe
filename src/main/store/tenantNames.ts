import type { DatabaseSync } from 'node:sqlite';
import { isTenantId } from '../../contract/tenantLabel.ts';

/** The names of tenants as keydesk.db has them, also those that another process has just learned. */
export interface TenantNames {
  /**
   * Returns the id of a tenant that was entered by another name; the name itself where no id is known.
   * @param graphUrl of the cloud in which the tenant has that name: a domain may be another tenant's in another cloud. Without it, for
   * a name that a row has, any cloud
   */
  current(name: string, graphUrl?: string): string;
  /** Returns all names of a tenant, the current one first. */
  all(name: string): string[];
}

/**
 * Reads names over an open connection, at once: whoever names a tenant must not wait, and one row is read in microseconds.
 * @param table the table tenant_name, with the name of the database where that is not the connection's own
 */
export function tenantNamesIn(sqlite: DatabaseSync, table = 'tenant_name'): TenantNames {
  const anyOf = sqlite.prepare(`SELECT id FROM ${table} WHERE name = ?`);
  const hereOf = sqlite.prepare(`SELECT id FROM ${table} WHERE name = ? AND graph_url IN (?, '')`);
  const namesOf = sqlite.prepare(`SELECT name FROM ${table} WHERE id = ?`);
  const current = (name: string, graphUrl?: string) => {
    if (isCurrent(name)) return name;
    const row = graphUrl === undefined ? anyOf.get(name) : hereOf.get(name, graphUrl);
    return String(row?.id ?? name);
  };
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
