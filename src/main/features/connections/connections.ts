import { join } from 'node:path';
import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { tenantLabel } from '../../../contract/connections/tenantLabel.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Actor } from '../../base/actor.ts';
import { stateError } from '../../base/store/storageError.ts';
import { domainOf, type TenantNames } from '../../base/store/tenantNames.ts';
import type { SignIns } from '../../services/auth/signIns.ts';
import { createGraphClient, type GraphClient } from '../../services/graph/client.ts';
import { type Connection, checkConnection } from '../../services/graph/connection.ts';
import { fixedToken, type TokenSource } from '../../services/graph/tokens.ts';
import type { Network } from '../../services/network/network.ts';
import type { SettingsStore } from '../../services/settings/settings.ts';
import { type BoundTenant, keptName, nameOfConnection } from '../../services/tenant/boundTenant.ts';
import type { PracticeTenant } from './practiceTenant.ts';

/** Which tenant is connected. For the border alone: what is below it gets a bound tenant (boundTenant.ts). */
export interface Connections {
  /**
   * Binds the tenant that is connected at this moment, for one operation. The value stays the same as long as neither the
   * connection nor its token changes.
   */
  bind(): BoundTenant;
  /** Names a tenant for a person, by the connections that are set up; its id where none is to that tenant. */
  labelOf(tenant: string): string;
  /** The simulated tenant. @throws KeydeskError invalid-input outside practice mode */
  practice(): PracticeTenant;
  /** Keeps a token in memory for the connected tenant. @throws KeydeskError connection-insecure but for loopback */
  setToken(token: string): void;
  /** Forgets the client and the token after the connection changed. */
  reset(): void;
  close(): Promise<void>;
}

export interface ConnectionSources {
  /** Where the practice tenant keeps its state; null outside practice mode. */
  practiceFolder: string | null;
  settings: SettingsStore;
  signIns: SignIns;
  /** Names tenants, also while an operation runs whose tenant was entered by its domain. */
  tenantNames: Pick<TenantNames, 'of'>;
  /** Who sits at this computer. */
  osUser: Actor;
  network: Network;
  /** A connection for this run alone. */
  graph?: { graphUrl: string; version: 'v1.0' | 'beta'; token?: string } | undefined;
  /** What was bound first stays bound, until this process itself changes connections. */
  oneTenant?: boolean | undefined;
  /** Graph's version for this run, in place of the connection's own. */
  graphVersion?: Connection['version'] | undefined;
}

interface Active {
  connection: Connection;
  name: string;
  token: string | null;
  practice?: PracticeTenant;
  end(): Promise<void>;
}

/** Practice first, then the run's own connection, then the current one of the settings. */
export async function openConnections(sources: ConnectionSources): Promise<Connections> {
  const { settings, signIns, osUser, graphVersion, network, tenantNames } = sources;
  const fixed =
    sources.practiceFolder !== null ? await startPractice(sources.practiceFolder) : ofThisRun(sources.graph);
  // SECURITY: a token that was typed for one connection does not go to another one, whichever process made it the current one.
  let token = fixed?.token == null ? null : { value: fixed.token, of: placeOf(null) };
  let client: { of: string; graph: GraphClient } | undefined;
  let last: { of: string; tenant: BoundTenant } | undefined;

  const inVersion = <T extends Connection>(connection: T): T =>
    graphVersion === undefined ? connection : { ...connection, version: graphVersion };
  const savedNow = () => {
    const own = fixed === null ? currentOf(settings) : null;
    return own === null ? null : inVersion(own);
  };
  /** Work that goes on after a switch keeps its own client; the present one is shared, with its waits and its clock. */
  const clientOf = (connection: Connection, of: string, tokens: TokenSource): GraphClient => {
    if (client?.of !== of) client = { of, graph: createGraphClient(connection, tokens, { network }) };
    return client.graph;
  };
  const signedInTo = (saved: ConnectionSettings | null): Actor | null => {
    const account = saved === null ? null : signIns.knownAccount(saved);
    if (account === null) return null;
    // An app does nothing by itself: somebody at this computer does.
    return account.kind === 'person' ? account : { kind: 'app', name: `${account.name}, ${osUser.name}` };
  };
  /** SECURITY: the token that was typed for a connection ends with it, also for work that is under way. */
  const whileSetUp = (saved: ConnectionSettings, source: TokenSource): TokenSource => {
    return async request => {
      const present = settings.get().connections.find(({ id }) => id === saved.id);
      if (present?.signIn !== 'token' || placeOf(present) !== placeOf(saved)) throw new KeydeskError('sign-in-ended');
      return source(request);
    };
  };

  /** @param typed the token that was typed for the connection */
  const boundTo = (saved: ConnectionSettings | null, typed: string | null): BoundTenant => {
    const connection = saved ?? (fixed === null ? null : inVersion(fixed.connection));
    // Another name is no other tenant.
    const of = JSON.stringify([{ ...connection, name: undefined, tenantName: undefined }, typed]);
    let own: GraphClient | undefined;
    const tokens = (): TokenSource => {
      if (saved !== null && saved.signIn !== 'token') return signIns.tokenSource(saved);
      if (connection === null) throw new KeydeskError('not-connected');
      if (typed === null) throw new KeydeskError('graph-unauthorized');
      const source = fixedToken(connection, typed);
      return saved === null ? source : whileSetUp(saved, source);
    };
    return Object.freeze({
      get id() {
        return saved === null ? nameOfConnection(connection) : keptName(saved, tenantNames);
      },
      name: saved === null ? (fixed?.name ?? null) : tenantLabel(saved),
      connection,
      saved,
      tokens,
      graph: () => {
        if (connection === null) throw new KeydeskError('not-connected');
        own ??= clientOf(connection, of, tokens());
        return own;
      },
      signedIn: () => signedInTo(saved),
    });
  };

  return {
    bind: () => {
      if (sources.oneTenant === true && last !== undefined) return last.tenant;
      const saved = savedNow();
      const typed = token?.of === placeOf(saved) ? token.value : null;
      const of = JSON.stringify([saved, typed]);
      if (last?.of !== of) last = { of, tenant: boundTo(saved, typed) };
      return last.tenant;
    },
    labelOf: tenant => {
      if (fixed !== null) return nameOfConnection(fixed.connection) === tenant ? fixed.name : tenant;
      const known = settings.get().connections.find(connection => keptName(connection, tenantNames) === tenant);
      return known === undefined ? domainOf(tenant) : tenantLabel(known);
    },
    practice: () => {
      if (fixed?.practice === undefined) throw new KeydeskError('invalid-input', { detail: 'practice-off' });
      return fixed.practice;
    },
    setToken: next => {
      const own = savedNow();
      if (own !== null && own.signIn !== 'token') {
        throw new KeydeskError('invalid-input', { detail: 'app-signs-in' });
      }
      const connection = own ?? fixed?.connection;
      if (connection === undefined) throw new KeydeskError('not-connected');
      fixedToken(connection, next);
      token = { value: next, of: placeOf(own) };
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

/** What a token is typed for: a connection as far as it says where the token goes; the run's own one without. */
function placeOf(saved: ConnectionSettings | null): string {
  return saved === null ? '' : JSON.stringify([saved.id, saved.graphUrl, saved.tenantId]);
}

function currentOf(settings: SettingsStore): ConnectionSettings | null {
  const { connections, currentConnection } = settings.get();
  return connections.find(({ id }) => id === currentConnection) ?? null;
}

function ofThisRun(graph: ConnectionSources['graph']): Active | null {
  if (graph === undefined) return null;
  const connection = { graphUrl: graph.graphUrl, tenantId: '', version: graph.version };
  checkConnection(connection);
  return { connection, name: graph.graphUrl, token: graph.token ?? null, end: async () => undefined };
}

/** Loaded only when asked for: nobody outside practice mode should wait for the simulator's libraries. */
async function startPractice(folder: string): Promise<Active> {
  const { startGraphSimulator } = await import('../../../simulator/graph/server.ts');
  const file = join(folder, 'tenant.json');
  const simulator = await startGraphSimulator({ users: 200, stateFile: file }).catch(cause => {
    throw stateError('practice-tenant-damaged', file, cause);
  });
  const connection = { graphUrl: simulator.url, tenantId: simulator.tenantId, version: 'v1.0' as const };
  const { practiceTenant } = await import('./practiceTenant.ts');
  const practice = practiceTenant(simulator.faults);
  return { connection, name: 'Contoso', token: simulator.token, practice, end: () => simulator.close() };
}
