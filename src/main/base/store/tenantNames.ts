import type { DatabaseSync } from 'node:sqlite';
import { isTenantId } from '../../../contract/connections/tenantLabel.ts';

/** The names of tenants as keydesk.db has them, also those that another process has just learned. */
export interface TenantNames {
  /** Returns the id of a tenant by a name that rows have; the name itself where no id is known. */
  current(name: string): string;
  /** Returns all names of a tenant, the current one first. */
  all(name: string): string[];
  /**
   * What a connection knows of the tenant that was typed for it. SECURITY: what one connection has learned of a domain does not hold for
   * another one before that has a token. The domain may be another tenant's in another cloud, or have moved: work of the one
   * tenant must not be written to the other.
   */
  of(connection: NamedConnection): NamesOfConnection;
}

/** A connection as the settings keep it. */
export interface NamedConnection {
  readonly id: string;
  /** As a person typed it: an id or a domain. */
  readonly tenantId: string;
}

export interface NamesOfConnection {
  /** The tenant's id; undefined where it is not known. */
  readonly id: string | undefined;
  /** What the tenant goes by in all that is kept until its id is known. */
  readonly typed: string;
}

/**
 * Reads names over an open connection, at once: whoever names a tenant must not wait, and one row is read in microseconds.
 * @param table the table tenant_name, with the name of the database where that is not the connection's own
 */
export function tenantNamesIn(sqlite: DatabaseSync, table = 'tenant_name'): TenantNames {
  const rowOf = sqlite.prepare(`SELECT id, connection FROM ${table} WHERE name = ?`);
  const namesOf = sqlite.prepare(`SELECT name FROM ${table} WHERE id = ?`);
  /** A name that a connection has to itself stands for itself until the id is known. */
  const idOf = (name: string): string | undefined => {
    const id = isCurrent(name) ? name : rowOf.get(name)?.id;
    return id === undefined || (id === name && !isCurrent(name)) ? undefined : String(id);
  };
  const current = (name: string) => idOf(name) ?? name;
  return {
    current,
    all: name => {
      const id = current(name);
      return [id, ...namesOf.all(id).map(row => String(row.name))];
    },
    of: connection => {
      const { id, tenantId } = connection;
      if (isTenantId(tenantId)) return { id: idOf(tenantId), typed: tenantId };
      const own = ownName(connection);
      const learnedBy = rowOf.get(tenantId)?.connection;
      const isOthers = learnedBy !== undefined && learnedBy !== '' && learnedBy !== id;
      const typed = isOthers || rowOf.get(own) !== undefined ? own : tenantId;
      return { id: idOf(typed), typed };
    },
  };
}

/** The name that a connection has to itself, where another one has the same domain. */
export function ownName({ id, tenantId }: NamedConnection): string {
  return `${tenantId}#${id}`;
}

/** What a person typed, of a name that rows had before the id was known. */
export function domainOf(name: string): string {
  return name.replace(/#[0-9a-f-]{36}$/, '');
}

/** Names as they are where no keydesk.db is open. */
export const onlyNames: TenantNames = {
  current: name => name,
  all: name => [name],
  of: ({ tenantId }) => ({ id: undefined, typed: tenantId }),
};

/** An id in small letters replaces other names, and is never replaced. */
function isCurrent(name: string): boolean {
  return isTenantId(name) && name === name.trim().toLowerCase();
}
