import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Actor } from '../../base/actor.ts';
import type { TenantNames } from '../../base/store/tenantNames.ts';
import type { GraphClient } from '../graph/client.ts';
import type { GraphTarget } from '../graph/graphTarget.ts';
import type { TokenSource } from '../graph/tokens.ts';

/**
 * The tenant of one operation, from its beginning to its end: its names and how to reach it. `Connections.bind` binds
 * it once, and callers pass it on. A switch of the connection does not change it (decision 43).
 */
export interface BoundTenant {
  /**
   * The tenant's name in all stored data: its id, or its address if it has no id. Null if no tenant is connected. It is
   * a domain until the id is known, and then the id, even in the middle of an operation. So read it where it is needed,
   * and do not cache it.
   */
  readonly id: string | null;
  /** The tenant's name for people. */
  readonly name: string | null;
  readonly connection: GraphTarget | null;
  /** The stored settings of the connection; null in practice mode, and if a run has its own connection. */
  readonly saved: ConnectionSettings | null;
  /**
   * @throws KeydeskError not-connected, connection-insecure, connection-incomplete, graph-unauthorized if no token is
   * known
   */
  graph(): GraphClient;
  /** @throws KeydeskError as `graph`; the source throws sign-in-ended if the connection was removed or has changed */
  tokens(): TokenSource;
  /** Returns the last known account of the connection, or null if it is unknown. */
  signedIn(): Actor | null;
}

/** Returns the tenant's name in all stored data. @throws KeydeskError not-connected */
export function idOf({ id }: Pick<BoundTenant, 'id'>): string {
  if (id === null) throw new KeydeskError('not-connected');
  return id;
}

/**
 * Returns the name in all stored data for the tenant of this run's connection: its id, or its address if it has no id.
 */
export function nameOfTarget(connection: GraphTarget | null): string | null {
  return connection === null ? null : connection.tenantId || connection.graphUrl;
}

/**
 * Returns the name in all stored data for the tenant of a connection in the settings: its id as soon as it is known.
 */
export function keptName(saved: ConnectionSettings, names: Pick<TenantNames, 'of'>): string {
  if (saved.tenantId === '') return saved.graphUrl;
  const { id, typed } = names.of(saved);
  return id ?? typed;
}
