import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { RPCHandler } from '@orpc/server/message-port';
import type { Contract } from '../../src/contract/contract.ts';
import { type Core, startCore } from '../../src/main/app/core.ts';
import { forkKeyHost } from '../../src/main/services/keys/childHost.ts';
import { startLoopbackServer } from '../../src/main/shells/loopback/server.ts';
import { comeIn } from '../main/shells/loopback/comeIn.ts';
import { programs } from '../programs.ts';

export type CoreClient = ContractRouterClient<Contract>;

/** A client of a core over a real transport, and the function that closes it. */
export interface Pipe {
  readonly client: CoreClient;
  close(): Promise<void>;
}

export interface PracticeCore extends Core {
  /** Stops the core and removes its data. */
  discard(): Promise<void>;
}

/** Starts a real core in practice mode: software key in a separate key host, simulated tenant, a fresh data folder. */
export async function startPracticeCore(): Promise<PracticeCore> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'keydesk-contract-'));
  const core = await startCore({
    dataFolder,
    practice: true,
    services: {
      kind: 'loopback',
      reason: 'contract test',
      openUrl: async () => undefined,
      sealer: null,
      spawnKeyHost: () => forkKeyHost(programs.keyHost),
    },
  });
  return {
    ...core,
    discard: async () => {
      await core.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The transport of the Electron shell. */
async function overMessagePort(core: Core): Promise<Pipe> {
  const { port1, port2 } = new MessageChannel();
  new RPCHandler(core.router).upgrade(port1);
  const client: CoreClient = createORPCClient(new MessagePortLink({ port: port2 }));
  port1.start();
  port2.start();
  return { client, close: async () => port2.close() };
}

/** The transport of the loopback shell: its own server, after both sides have proven themselves. */
async function overWebSocket(core: Core): Promise<Pipe> {
  const server = await startLoopbackServer(core.router, '/nonexistent');
  const websocket = await comeIn(server.url);
  const client: CoreClient = createORPCClient(new WebSocketLink({ websocket: websocket as never }));
  return { client, close: () => server.close() };
}

export const transports: readonly { name: string; open: (core: Core) => Promise<Pipe> }[] = [
  { name: 'MessagePort', open: overMessagePort },
  { name: 'WebSocket', open: overWebSocket },
];
