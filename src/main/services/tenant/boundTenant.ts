import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Actor } from '../../base/actor.ts';
import type { TenantNames } from '../../base/store/tenantNames.ts';
import type { GraphClient } from '../graph/client.ts';
import type { GraphTarget } from '../graph/graphTarget.ts';
import type { TokenSource } from '../graph/tokens.ts';

/**
 * The tenant of one operation, from its beginning to its end: which tenant it is, and the way to it. It is bound once
 * (`Connections.bind`) and passed on; a connection that is switched meanwhile changes nothing in it (decision 43).
 */
export interface BoundTenant {
  /**
   * Names the tenant in all that is kept: its id, or its address where it has none. Null where none is connected. A domain until the id
   * is known; from then on the id, also in the middle of an operation. So it is read where it is used, and not kept.
   */
  readonly id: string | null;
  /** The tenant's name for a person. */
  readonly name: string | null;
  readonly connection: GraphTarget | null;
  /** The connection as the settings keep it; null in practice mode and where a run has a connection of its own. */
  readonly saved: ConnectionSettings | null;
  /** @throws KeydeskError not-connected, connection-insecure, connection-incomplete, graph-unauthorized where no token is known */
  graph(): GraphClient;
  /** @throws KeydeskError as `graph`; the source throws sign-in-ended where the connection was removed or is another one by now */
  tokens(): TokenSource;
  /** Who is signed in to the connection, as it was seen last; null where that is not known. */
  signedIn(): Actor | null;
}

/** Returns the tenant's name in all that is kept. @throws KeydeskError not-connected */
export function idOf({ id }: Pick<BoundTenant, 'id'>): string {
  if (id === null) throw new KeydeskError('not-connected');
  return id;
}

/** Names the tenant of a connection of this run in all that is kept: by its id, or by its address where it has none. */
export function nameOfTarget(connection: GraphTarget | null): string | null {
  return connection === null ? null : connection.tenantId || connection.graphUrl;
}

/** Names the tenant of a connection of the settings in all that is kept: its id as soon as that is known. */
export function keptName(saved: ConnectionSettings, names: Pick<TenantNames, 'of'>): string {
  if (saved.tenantId === '') return saved.graphUrl;
  const { id, typed } = names.of(saved);
  return id ?? typed;
}
