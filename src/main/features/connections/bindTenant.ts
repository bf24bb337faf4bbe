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
  /** Who sits at this computer. */
  readonly osUser: Actor;
  /** Returns the client for a connection. @param of what it depends on: the same client is returned for the same text */
  readonly clientOf: (connection: GraphTarget, of: string, tokens: TokenSource) => GraphClient;
}

export interface Bindable {
  /** The connection of the settings; null for a fixed tenant, and if none is connected. */
  readonly saved: ConnectionSettings | null;
  /** The fixed tenant's connection and name; null without. */
  readonly fixed: { readonly connection: GraphTarget; readonly name: string } | null;
  /** The token that was typed for the connection. */
  readonly typed: string | null;
}

/** Binds a tenant. */
export function bindTenant(parts: BindParts, { saved, fixed, typed }: Bindable): BoundTenant {
  const connection = saved ?? fixed?.connection ?? null;
  // Another name is no other tenant.
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

/** Returns what a token is typed for: a connection as far as it says where the token goes; for a fixed tenant, an empty text. */
export function placeOf(saved: ConnectionSettings | null): string {
  return saved === null ? '' : JSON.stringify([saved.id, saved.graphUrl, saved.tenantId]);
}

/** SECURITY: the token that was typed for a connection ends with it, also for work that is under way. */
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
  // An app does nothing by itself: somebody at this computer does.
  return account.kind === 'person' ? account : { kind: 'app', name: `${account.name}, ${osUser.name}` };
}
