import type { DatabaseSync } from 'node:sqlite';
import { isTenantId } from '../../../contract/connections/tenantLabel.ts';
import { type Database, isoNow, type Transaction } from './transactions.ts';

/** The names of tenants in keydesk.db, including those that another process has just learned. */
export interface TenantNames {
  /** Returns the id of a tenant for a name in rows. Returns the name itself if the id is not known. */
  current(name: string): string;
  /** Returns all names of a tenant, the current one first. */
  all(name: string): string[];
  /**
   * Returns what a connection knows about the tenant that a person entered. SECURITY: what one connection has learned
   * about a domain does not apply to another connection until that one has a token. In another cloud the domain may
   * belong to another tenant, or it may have moved: rows of one tenant must not be written to the other.
   */
  of(connection: NamedConnection): NamesOfConnection;
}

/** A connection as the settings store it. */
export interface NamedConnection {
  readonly id: string;
  /** An id or a domain, as a person entered it. */
  readonly tenantId: string;
}

export interface NamesOfConnection {
  /** The tenant's id; undefined if it is not known. */
  readonly id: string | undefined;
  /** The name of the tenant in rows until its id is known. */
  readonly typed: string;
}

/**
 * Reads names over an open connection. It is synchronous, because reading a row takes microseconds.
 * @param table The table tenant_name, with the name of the database if that is not the connection's own
 */
export function tenantNamesIn(sqlite: DatabaseSync, table = 'tenant_name'): TenantNames {
  const rowOf = sqlite.prepare(`SELECT id, connection FROM ${table} WHERE name = ?`);
  const namesOf = sqlite.prepare(`SELECT name FROM ${table} WHERE id = ?`);
  /** The id of a connection's own name is the name itself until the id is known. */
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

/** Returns the connection's own name, which it uses if another connection has the same domain. */
export function ownName({ id, tenantId }: NamedConnection): string {
  return `${tenantId}#${id}`;
}

/** Returns what a person entered, from a name that rows had before the id was known. */
export function domainOf(name: string): string {
  return name.replace(/#[0-9a-f-]{36}$/, '');
}

/** Returns names unchanged, for programs that have no keydesk.db open. */
export const onlyNames: TenantNames = {
  current: name => name,
  all: name => [name],
  of: ({ tenantId }) => ({ id: undefined, typed: tenantId }),
};

/** Returns whether a name is an id in lower case. An id replaces other names, and no name replaces an id. */
function isCurrent(name: string): boolean {
  return isTenantId(name) && name === name.trim().toLowerCase();
}

/** Stores a name of its own for a connection. @throws KeydeskError as Database.write */
export async function keepOwnName(database: Database, connection: NamedConnection): Promise<void> {
  await database
    .insertInto('tenant_name')
    .values(ownRow(connection, isoNow(database)))
    .onConflict(conflict => conflict.doNothing())
    .execute();
}

/** Used instead of a connection's id: the name applies to existing rows, and to no connection. */
const NOBODY = '-';

/**
 * Removes the domain from a connection, and stores a name of its own for it. Changes nothing if neither name is known.
 */
export async function disownName(transaction: Transaction, connection: NamedConnection): Promise<void> {
  const { id, tenantId } = connection;
  const row = ownRow(connection, isoNow(transaction));
  const known = await transaction
    .selectFrom('tenant_name')
    .select('name')
    .where('name', 'in', [tenantId, row.name])
    .execute();
  if (known.length === 0) return;
  await transaction
    .updateTable('tenant_name')
    .set({ connection: NOBODY })
    .where('name', '=', tenantId)
    .where('connection', '=', id)
    .execute();
  await transaction
    .insertInto('tenant_name')
    .values(row)
    .onConflict(conflict => conflict.column('name').doUpdateSet({ id: row.name }))
    .execute();
}

/**
 * Stores the id of the tenant for a name in rows, and the connection that learned it.
 * @throws KeydeskError as Database.write
 */
export async function learnName(
  database: Database,
  name: string,
  learned: { readonly id: string; readonly connection: string },
): Promise<void> {
  const row = { ...learned, learned_at: isoNow(database) };
  await database
    .insertInto('tenant_name')
    .values({ name, ...row })
    .onConflict(conflict => conflict.column('name').doUpdateSet(row))
    .execute();
}

function ownRow(connection: NamedConnection, at: string) {
  const name = ownName(connection);
  return { name, id: name, connection: connection.id, learned_at: at };
}
