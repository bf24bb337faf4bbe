import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { Contract } from '../../src/contract/contract.ts';
import { startCore } from '../../src/main/app/core.ts';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { testServices } from '../main/app/shellServices.ts';

/** The real core with a separate key host process, which finds keys on USB, and a tenant over HTTP. */
export interface HidDesk {
  readonly client: ContractRouterClient<Contract>;
  readonly graph: GraphSimulator;
  close(): Promise<void>;
}

export async function openHidDesk(): Promise<HidDesk> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'keydesk-desk-'));
  const graph = await startGraphSimulator({ users: 10 });
  const core = await startCore({
    dataFolder,
    practice: false,
    graph: { graphUrl: graph.url, version: 'v1.0', token: graph.token },
    services: testServices(),
  });
  return {
    client: createRouterClient(core.router),
    graph,
    close: async () => {
      await core.close();
      await graph.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
