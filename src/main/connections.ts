import { join } from 'node:path';
import type { ConnectionSettings } from '../contract/connections.ts';
import { KeydeskError } from '../contract/errors.ts';
import { tenantLabel } from '../contract/tenantLabel.ts';
import type { Actor } from './activity/actor.ts';
import type { SignIns } from './auth/signIns.ts';
import { createGraphClient, type GraphClient } from './graph/client.ts';
import { type Connection, checkConnection } from './graph/connection.ts';
import { fixedToken, type TokenSource } from './graph/tokens.ts';
import type { Network } from './network/network.ts';
import type { PracticeTenant } from './practiceTenant.ts';
import type { SettingsStore } from './settings/settings.ts';
import { stateError } from './store/storageError.ts';

/** The tenant that this Keydesk works on. */
export interface Connections {
  current(): Connection | null;
  /** @throws KeydeskError not-connected, connection-insecure, connection-incomplete, graph-unauthorized where no token is known */
  graph(): GraphClient;
  /** Keeps a token in memory for the connected tenant. @throws KeydeskError connection-insecure but for loopback */
  setToken(token: string): void;
  /** Forgets the client and the token after the connection changed. */
  reset(): void;
  close(): Promise<void>;
}

/** The same with what only few need to know. */
export interface OpenConnections extends Connections {
  /** The current one of the settings; null in practice mode and where a run has a connection of its own. */
  saved(): ConnectionSettings | null;
  /** The tenant's name for a person. */
  name(): string | null;
  /** Tokens for the connected tenant. @throws KeydeskError as graph() */
  tokens(): TokenSource;
  /** The simulated tenant. @throws KeydeskError invalid-input outside practice mode */
  practice(): PracticeTenant;
  /** Who is signed in to the connected tenant, as far as anybody knows. */
  actor(): Actor | null;
}

/** The tenant as the journal and the activity log name it: by its id, or by its address where it has none. */
export function nameOfConnection(connection: Connection | null): string | null {
  return connection === null ? null : connection.tenantId || connection.graphUrl;
}

export interface ConnectionSources {
  /** Where the practice tenant keeps its state; null outside practice mode. */
  practiceFolder: string | null;
  settings: SettingsStore;
  signIns: SignIns;
  /** Who sits at this computer. */
  osUser: Actor;
  network: Network;
  /** A connection for this run alone. */
  graph?: { graphUrl: string; version: 'v1.0' | 'beta'; token?: string } | undefined;
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
export async function openConnections(sources: ConnectionSources): Promise<OpenConnections> {
  const { settings, signIns, osUser, graphVersion } = sources;
  const fixed =
    sources.practiceFolder !== null ? await startPractice(sources.practiceFolder) : ofThisRun(sources.graph);
  let token = fixed?.token ?? null;
  let client: { of: string; graph: GraphClient } | undefined;

  const inVersion = <T extends Connection>(connection: T): T =>
    graphVersion === undefined ? connection : { ...connection, version: graphVersion };
  const saved = () => {
    const own = fixed === null ? currentOf(settings) : null;
    return own === null ? null : inVersion(own);
  };
  const current = () => (fixed === null ? saved() : inVersion(fixed.connection));
  const connected = () => {
    const connection = current();
    if (connection === null) throw new KeydeskError('not-connected');
    return connection;
  };
  const tokens = (): TokenSource => {
    const own = saved();
    if (own !== null && own.signIn !== 'token') return signIns.tokenSource(own);
    const connection = connected();
    if (token === null) throw new KeydeskError('graph-unauthorized');
    return fixedToken(connection, token);
  };

  return {
    current,
    saved,
    name: () => {
      const own = saved();
      return own === null ? (fixed?.name ?? null) : tenantLabel(own);
    },
    tokens,
    practice: () => {
      if (fixed?.practice === undefined) throw new KeydeskError('invalid-input', { detail: 'practice mode is off' });
      return fixed.practice;
    },
    graph: () => {
      const connection = connected();
      // Another name is no other tenant.
      const of = JSON.stringify({ ...connection, name: undefined, tenantName: undefined });
      if (client?.of !== of)
        client = { of, graph: createGraphClient(connection, tokens(), { network: sources.network }) };
      return client.graph;
    },
    actor: () => {
      const own = saved();
      const account = own === null ? null : signIns.knownAccount(own);
      if (account === null) return null;
      // An app does nothing by itself: somebody at this computer does.
      return account.kind === 'person' ? account : { kind: 'app', name: `${account.name}, ${osUser.name}` };
    },
    setToken: next => {
      const own = saved();
      if (own !== null && own.signIn !== 'token') {
        throw new KeydeskError('invalid-input', { detail: 'this connection signs in by itself' });
      }
      fixedToken(connected(), next);
      token = next;
      client = undefined;
    },
    reset: () => {
      if (fixed !== null) return;
      token = null;
      client = undefined;
    },
    close: async () => fixed?.end(),
  };
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
  const { startGraphSimulator } = await import('../simulator/graph/server.ts');
  const file = join(folder, 'tenant.json');
  const simulator = await startGraphSimulator({ users: 200, stateFile: file }).catch(cause => {
    throw stateError('practice-tenant-damaged', file, cause);
  });
  const connection = { graphUrl: simulator.url, tenantId: simulator.tenantId, version: 'v1.0' as const };
  const { practiceTenant } = await import('./practiceTenant.ts');
  const practice = practiceTenant(simulator.faults);
  return { connection, name: 'Contoso', token: simulator.token, practice, end: () => simulator.close() };
}
