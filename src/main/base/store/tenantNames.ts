import type { DatabaseSync } from 'node:sqlite';
import { isTenantId } from '../../../contract/connections/tenantLabel.ts';
import type { Database, Transaction } from './transactions.ts';

/** The names of tenants in keydesk.db, including those that another process has just learned. */
export interface TenantNames {
  /** Returns the id of a tenant by a name that rows have; the name itself if no id is known. */
  current(name: string): string;
  /** Returns all names of a tenant, the current one first. */
  all(name: string): string[];
  /**
   * Returns what a connection knows about the tenant that a person typed for it. SECURITY: what one connection has learned about a domain
   * does not apply to another one until that has a token. In another cloud the domain may belong to another tenant, or it may have
   * moved: rows of one tenant must not be written to the other.
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
  /** The name of the tenant in rows until its id is known. */
  readonly typed: string;
}

/**
 * Reads names over an open connection, synchronously: one row is read in microseconds.
 * @param table the table tenant_name, with the name of the database where that is not the connection's own
 */
export function tenantNamesIn(sqlite: DatabaseSync, table = 'tenant_name'): TenantNames {
  const rowOf = sqlite.prepare(`SELECT id, connection FROM ${table} WHERE name = ?`);
  const namesOf = sqlite.prepare(`SELECT name FROM ${table} WHERE id = ?`);
  /** A connection's own name has itself as id until the id is known. */
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

/** Returns the name that a connection has for itself if another one has the same domain. */
export function ownName({ id, tenantId }: NamedConnection): string {
  return `${tenantId}#${id}`;
}

/** Returns what a person typed, from a name that rows had before the id was known. */
export function domainOf(name: string): string {
  return name.replace(/#[0-9a-f-]{36}$/, '');
}

/** Returns names unchanged, for programs that have no keydesk.db open. */
export const onlyNames: TenantNames = {
  current: name => name,
  all: name => [name],
  of: ({ tenantId }) => ({ id: undefined, typed: tenantId }),
};

/** Returns whether a name is an id in lower case. It replaces other names, and is never replaced. */
function isCurrent(name: string): boolean {
  return isTenantId(name) && name === name.trim().toLowerCase();
}

/** Gives a connection a name of its own. @throws KeydeskError as Database.write */
export async function keepOwnName(database: Database, connection: NamedConnection): Promise<void> {
  await database
    .insertInto('tenant_name')
    .values(ownRow(connection))
    .onConflict(conflict => conflict.doNothing())
    .execute();
}

/** In place of a connection's id: the name applies to existing rows, and to no connection. */
const NOBODY = '-';

/** Takes its domain from a connection, and gives it a name of its own. Changes nothing if neither name is known. */
export async function disownName(transaction: Transaction, connection: NamedConnection): Promise<void> {
  const { id, tenantId } = connection;
  const row = ownRow(connection);
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

/** Records the id of the tenant that rows have by this name, and the connection that learned it. @throws KeydeskError as Database.write */
export async function learnName(
  database: Database,
  name: string,
  learned: { readonly id: string; readonly connection: string },
): Promise<void> {
  const row = { ...learned, learned_at: new Date().toISOString() };
  await database
    .insertInto('tenant_name')
    .values({ name, ...row })
    .onConflict(conflict => conflict.column('name').doUpdateSet(row))
    .execute();
}

function ownRow(connection: NamedConnection) {
  const name = ownName(connection);
  return { name, id: name, connection: connection.id, learned_at: new Date().toISOString() };
}
