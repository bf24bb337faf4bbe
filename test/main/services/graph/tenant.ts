import { onTestFinished } from 'vitest';
import { createGraphClient, type GraphClient } from '../../../../src/main/services/graph/client.ts';
import type { GraphTarget } from '../../../../src/main/services/graph/graphTarget.ts';
import type { RequestOptions } from '../../../../src/main/services/graph/requests.ts';
import { fixedToken, type TokenSource } from '../../../../src/main/services/graph/tokens.ts';
import {
  type GraphSimulator,
  type GraphSimulatorOptions,
  startGraphSimulator,
} from '../../../../src/simulator/graph/server.ts';

export interface TestTenant {
  simulator: GraphSimulator;
  graph: GraphClient;
  /** The waits between attempts that the client requested, in ms. Nothing waits. */
  waits: number[];
  connect(change: Partial<GraphTarget>, token?: TokenSource, options?: RequestOptions): GraphClient;
}

/** Starts a simulated tenant with a client. It closes with the test. */
export async function startTenant(options: GraphSimulatorOptions = {}): Promise<TestTenant> {
  const simulator = await startGraphSimulator({ clock: () => NOW, ...options });
  onTestFinished(() => simulator.close());
  const waits: number[] = [];
  const retries = {
    sleep: async (ms: number, signal: AbortSignal | undefined) => {
      waits.push(ms);
      signal?.throwIfAborted();
    },
    random: () => 0,
    clock: () => NOW,
  };
  const connect: TestTenant['connect'] = (change, token, own) => {
    const connection = { graphUrl: simulator.url, tenantId: simulator.tenantId, version: 'v1.0' as const, ...change };
    return createGraphClient(connection, token ?? fixedToken(connection, simulator.token), { retries, ...own });
  };
  return { simulator, graph: connect({}), waits, connect };
}

/** The client's current time, for Retry-After dates. */
export const NOW = Date.parse('2026-11-23T12:00:00Z');

export const USER = 'user1@contoso.example';
export const GUEST = 'user29_partner.example#EXT#@contoso.example';
