import { join } from 'node:path';
import { KeydeskError } from '../contract/errors.ts';
import { createGraphClient, type GraphClient } from './graph/client.ts';
import { type Connection, checkConnection } from './graph/connection.ts';
import { fixedToken } from './graph/tokens.ts';
import type { SettingsStore } from './settings/settings.ts';

/** The tenant that this Keydesk works on. */
export interface Connections {
  current(): Connection | null;
  /** @throws KeydeskError not-connected, connection-insecure, graph-unauthorized where no token is known */
  graph(): GraphClient;
  /** Keeps a token in memory for the connected tenant. @throws KeydeskError connection-insecure but for loopback */
  setToken(token: string): void;
  /** Forgets the client and the token after the connection changed. */
  reset(): void;
  close(): Promise<void>;
}

/** The tenant as the journal and the activity log name it: by its id, or by its address where it has none. */
export function nameOfConnection(connection: Connection | null): string | null {
  return connection === null ? null : connection.tenantId || connection.graphUrl;
}

export interface ConnectionSources {
  /** Where the practice tenant keeps its state; null outside practice mode. */
  practiceFolder: string | null;
  settings: SettingsStore;
  /** A connection for this run alone. */
  graph?: { graphUrl: string; version: 'v1.0' | 'beta'; token?: string } | undefined;
}

interface Active {
  connection: Connection;
  token: string | null;
  end(): Promise<void>;
}

/** Practice first, then the run's own connection, then the one in the settings. */
export async function openConnections(sources: ConnectionSources): Promise<Connections> {
  const fixed =
    sources.practiceFolder !== null ? await startPractice(sources.practiceFolder) : ofThisRun(sources.graph);
  let token = fixed?.token ?? null;
  let client: GraphClient | undefined;
  const current = () => fixed?.connection ?? sources.settings.get().connection;

  return {
    current,
    graph: () => {
      const connection = current();
      if (connection === null) throw new KeydeskError('not-connected');
      if (token === null) throw new KeydeskError('graph-unauthorized');
      client ??= createGraphClient(connection, fixedToken(connection, token));
      return client;
    },
    setToken: next => {
      const connection = current();
      if (connection === null) throw new KeydeskError('not-connected');
      fixedToken(connection, next);
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

function ofThisRun(graph: ConnectionSources['graph']): Active | null {
  if (graph === undefined) return null;
  const connection = { graphUrl: graph.graphUrl, tenantId: '', version: graph.version };
  checkConnection(connection);
  return { connection, token: graph.token ?? null, end: async () => undefined };
}

/** Loaded only when asked for: nobody outside practice mode should wait for the simulator's libraries. */
async function startPractice(folder: string): Promise<Active> {
  const { startGraphSimulator } = await import('../simulator/graph/server.ts');
  const simulator = await startGraphSimulator({ users: 200, stateFile: join(folder, 'tenant.json') });
  const connection = { graphUrl: simulator.url, tenantId: simulator.tenantId, version: 'v1.0' as const };
  return { connection, token: simulator.token, end: () => simulator.close() };
}
