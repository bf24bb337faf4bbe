import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { tenantLabel } from '../../../contract/connections/tenantLabel.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Actor } from '../../base/actor.ts';
import type { TenantNames } from '../../base/store/tenantNames.ts';
import type { SignIns } from '../../services/auth/signIns.ts';
import type { GraphClient } from '../../services/graph/client.ts';
import type { GraphTarget } from '../../services/graph/graphTarget.ts';
import { fixedToken, type TokenSource } from '../../services/graph/tokens.ts';
import type { SettingsStore } from '../../services/settings/settings.ts';
import { type BoundTenant, keptName, nameOfTarget } from '../../services/tenant/boundTenant.ts';

export interface BindParts {
  readonly settings: SettingsStore;
  readonly signIns: SignIns;
  readonly tenantNames: Pick<TenantNames, 'of'>;
  /** The user of this computer. */
  readonly osUser: Actor;
  /** Returns the client for a connection. @param of the cache key: the same text returns the same client */
  readonly clientOf: (connection: GraphTarget, of: string, tokens: TokenSource) => GraphClient;
}

export interface Bindable {
  /** The connection of the settings; null for a fixed tenant, and if none is connected. */
  readonly saved: ConnectionSettings | null;
  /** The connection and the name of the fixed tenant; null if there is none. */
  readonly fixed: { readonly connection: GraphTarget; readonly name: string } | null;
  /** The token that was typed for the connection. */
  readonly typed: string | null;
}

/** Binds a tenant. */
export function bindTenant(parts: BindParts, { saved, fixed, typed }: Bindable): BoundTenant {
  const connection = saved ?? fixed?.connection ?? null;
  // The name does not identify the tenant.
  const of = JSON.stringify([{ ...connection, name: undefined, tenantName: undefined }, typed]);
  let own: GraphClient | undefined;
  const tokens = (): TokenSource => {
    if (saved !== null && saved.signIn !== 'token') return parts.signIns.tokenSource(saved);
    if (connection === null) throw new KeydeskError('not-connected');
    if (typed === null) throw new KeydeskError('graph-unauthorized');
    const source = fixedToken(connection, typed);
    return saved === null ? source : whileSetUp(parts.settings, saved, source);
  };
  return Object.freeze({
    get id() {
      return saved === null ? nameOfTarget(connection) : keptName(saved, parts.tenantNames);
    },
    name: saved === null ? (fixed?.name ?? null) : tenantLabel(saved),
    connection,
    saved,
    tokens,
    graph: () => {
      if (connection === null) throw new KeydeskError('not-connected');
      own ??= parts.clientOf(connection, of, tokens());
      return own;
    },
    signedIn: () => signedInTo(parts, saved),
  });
}

/**
 * Returns the target of a typed token: the parts of a connection that decide where the token is sent. For a fixed tenant, an empty text.
 */
export function placeOf(saved: ConnectionSettings | null): string {
  return saved === null ? '' : JSON.stringify([saved.id, saved.graphUrl, saved.tenantId]);
}

/**
 * Returns the token source while the connection exists. SECURITY: a typed token becomes invalid with its connection, also for running work.
 */
function whileSetUp(settings: SettingsStore, saved: ConnectionSettings, source: TokenSource): TokenSource {
  return async request => {
    const present = settings.get().connections.find(({ id }) => id === saved.id);
    if (present?.signIn !== 'token' || placeOf(present) !== placeOf(saved)) throw new KeydeskError('sign-in-ended');
    return source(request);
  };
}

function signedInTo({ signIns, osUser }: BindParts, saved: ConnectionSettings | null): Actor | null {
  const account = saved === null ? null : signIns.knownAccount(saved);
  if (account === null) return null;
  // Somebody at this computer acts, not the app itself.
  return account.kind === 'person' ? account : { kind: 'app', name: `${account.name}, ${osUser.name}` };
}
