import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { tenantLabel } from '../../../contract/connections/tenantLabel.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Actor } from '../../base/actor.ts';
import { domainOf, type TenantNames } from '../../base/store/tenantNames.ts';
import type { SignIns } from '../../services/auth/signIns.ts';
import { createGraphClient, type GraphClient } from '../../services/graph/client.ts';
import type { GraphTarget } from '../../services/graph/graphTarget.ts';
import { fixedToken } from '../../services/graph/tokens.ts';
import type { Network } from '../../services/network/network.ts';
import type { SettingsStore } from '../../services/settings/settings.ts';
import { type BoundTenant, keptName, nameOfTarget } from '../../services/tenant/boundTenant.ts';
import { type BindParts, bindTenant, placeOf } from './bindTenant.ts';
import { type FixedTenant, openFixedTenant, type RunConnection } from './fixedTenant.ts';
import type { PracticeTenant } from './practiceTenant.ts';

/** The connected tenant. Only procedures use it; code below them gets a bound tenant (boundTenant.ts). */
export interface ConnectedTenant {
  /** Binds the tenant that is connected now, for one operation. Returns the same value until the connection or its token changes. */
  bind(): BoundTenant;
  /** Returns the display name of a tenant from the connections; its id if no connection is to that tenant. */
  labelOf(tenant: string): string;
  /** Returns the simulated tenant. @throws KeydeskError invalid-input outside practice mode */
  practice(): PracticeTenant;
  /** Stores a token in memory for the connected tenant. @throws KeydeskError connection-insecure unless the address is loopback */
  setToken(token: string): void;
  /** Clears the client and the token. Call after the connection changed. */
  reset(): void;
  close(): Promise<void>;
}

export interface ConnectedTenantParts {
  /** The folder of the practice tenant's state; null outside practice mode. */
  practiceFolder: string | null;
  settings: SettingsStore;
  signIns: SignIns;
  /** Returns names of tenants, also while an operation runs whose tenant was entered by its domain. */
  tenantNames: Pick<TenantNames, 'of'>;
  /** The user of this computer. */
  osUser: Actor;
  network: Network;
  /** A connection for this process only, not from the settings. */
  graph?: RunConnection | undefined;
  /** Whether the first bound tenant stays bound until this process itself changes connections. */
  oneTenant?: boolean | undefined;
  /** The Graph version for this process, which overrides that of the connection. */
  graphVersion?: GraphTarget['version'] | undefined;
}

/**
 * Opens the practice tenant in practice mode, or else the connection of this process. Without both, the settings decide which tenant is
 * connected.
 */
export async function openConnectedTenant(sources: ConnectedTenantParts): Promise<ConnectedTenant> {
  const { settings, signIns, osUser, network, tenantNames } = sources;
  const fixed = inVersion(await openFixedTenant(sources.practiceFolder, sources.graph), sources.graphVersion);
  // SECURITY: a token that was typed for one connection is not sent to another one, whichever process made that one current.
  let token = fixed?.token == null ? null : { value: fixed.token, of: placeOf(null) };
  let client: { of: string; graph: GraphClient } | undefined;
  let last: { of: string; tenant: BoundTenant } | undefined;
  const savedNow = () => (fixed === null ? currentOf(settings, sources.graphVersion) : null);
  /** Work that continues after a switch keeps its own client. The current client is shared, with its waits and its clock. */
  const clientOf: BindParts['clientOf'] = (connection, of, tokens) => {
    if (client?.of !== of) client = { of, graph: createGraphClient(connection, tokens, { network }) };
    return client.graph;
  };
  const bindParts: BindParts = { settings, signIns, tenantNames, osUser, clientOf };

  return {
    bind: () => {
      if (sources.oneTenant === true && last !== undefined) return last.tenant;
      const saved = savedNow();
      const typed = token?.of === placeOf(saved) ? token.value : null;
      const of = JSON.stringify([saved, typed]);
      if (last?.of !== of) last = { of, tenant: bindTenant(bindParts, { saved, fixed, typed }) };
      return last.tenant;
    },
    labelOf: tenant => labelOf(sources, fixed, tenant),
    practice: () => {
      if (fixed?.practice === undefined) throw new KeydeskError('invalid-input', { detail: 'practice-off' });
      return fixed.practice;
    },
    setToken: next => {
      const saved = savedNow();
      fixedToken(tokenTarget(saved, fixed), next);
      token = { value: next, of: placeOf(saved) };
      last = undefined;
    },
    reset: () => {
      if (fixed !== null) return;
      token = null;
      client = undefined;
      last = undefined;
    },
    close: async () => fixed?.end(),
  };
}

function labelOf({ settings, tenantNames }: ConnectedTenantParts, fixed: FixedTenant | null, tenant: string): string {
  if (fixed !== null) return nameOfTarget(fixed.connection) === tenant ? fixed.name : tenant;
  const known = settings.get().connections.find(connection => keptName(connection, tenantNames) === tenant);
  return known === undefined ? domainOf(tenant) : tenantLabel(known);
}

/** Returns the connection that a typed token is for. @throws KeydeskError invalid-input, not-connected */
function tokenTarget(saved: ConnectionSettings | null, fixed: FixedTenant | null): GraphTarget {
  if (saved !== null && saved.signIn !== 'token') {
    throw new KeydeskError('invalid-input', { detail: 'app-signs-in' });
  }
  const connection = saved ?? fixed?.connection;
  if (connection === undefined) throw new KeydeskError('not-connected');
  return connection;
}

function currentOf(settings: SettingsStore, version: GraphTarget['version'] | undefined): ConnectionSettings | null {
  const { connections, currentConnection } = settings.get();
  const current = connections.find(({ id }) => id === currentConnection);
  if (current === undefined) return null;
  return version === undefined ? current : { ...current, version };
}

function inVersion(fixed: FixedTenant | null, version: GraphTarget['version'] | undefined): FixedTenant | null {
  if (fixed === null || version === undefined) return fixed;
  return { ...fixed, connection: { ...fixed.connection, version } };
}
