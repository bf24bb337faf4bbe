import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportEvent, UserFilter } from '../../../../src/contract/directory/schema.ts';
import { userFilterSchema } from '../../../../src/contract/directory/schema.ts';
import { type DirectoryThread, directoryThread } from '../../../../src/main/features/directory/database/thread.ts';
import { type ImportEnd, importDirectory } from '../../../../src/main/features/directory/import/importer.ts';
import { createGraphClient } from '../../../../src/main/services/graph/client.ts';
import { fixedToken } from '../../../../src/main/services/graph/tokens.ts';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';

const threadModule = new URL('../../../../src/main/features/directory/database/worker.ts', import.meta.url);
const TENANT = 'tenant';

/** A tenant over HTTP, a data folder, and both ends of the imported directory. */
export interface ImportDesk {
  readonly simulator: GraphSimulator;
  readonly folder: string;
  readonly read: DirectoryThread;
  /** The waits that imports requested, in ms. Nothing waits: the tenant's clock advances instead. */
  readonly waits: number[];
  import(options?: {
    full?: boolean;
    signal?: AbortSignal;
    onEvent?: (event: ImportEvent) => void;
    /** Replaces this simulated wait. */
    wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  }): Promise<ImportEnd>;
  /** Restarts the thread that writes. */
  restart(): Promise<void>;
  /** Returns the user principal names that match a filter. */
  names(filter?: Partial<UserFilter>): Promise<string[]>;
  close(): Promise<void>;
}

export async function openImportDesk(options: {
  users: number;
  teams?: number;
  threadModule?: URL;
}): Promise<ImportDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-import-'));
  let skipped = 0;
  const simulator = await startGraphSimulator({ ...options, clock: () => Date.now() + skipped });
  const waits: number[] = [];
  const skip = async (ms: number) => {
    skipped += ms;
  };
  const connection = { graphUrl: simulator.url, tenantId: TENANT, version: 'v1.0' as const };
  const retries = { sleep: skip, random: Math.random, clock: Date.now };
  const client = createGraphClient(connection, fixedToken(connection, simulator.token), { retries });
  const read = directoryThread(folder, options.threadModule ?? threadModule);
  let thread = directoryThread(folder, options.threadModule ?? threadModule);
  return {
    simulator,
    folder,
    read,
    waits,
    import: ({ full = false, signal = new AbortController().signal, onEvent = () => undefined, wait } = {}) => {
      const skipWait = (ms: number) => {
        waits.push(ms);
        return skip(ms);
      };
      const parts = { folder, thread, tenant: () => TENANT, delta: () => client.delta, wait: wait ?? skipWait };
      return importDirectory(parts, { full, signal }, onEvent);
    },
    restart: async () => {
      await thread.close();
      thread = directoryThread(folder, threadModule);
    },
    names: async (filter = {}) => {
      const page = await read.ask('page', TENANT, userFilterSchema.parse(filter), 0, 1000);
      return page.rows.map(row => row.userPrincipalName);
    },
    close: async () => {
      await Promise.all([read.close(), thread.close()]);
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Delays the page that follows the first `after` users, in ms. */
export function delayUsers({ faults }: GraphSimulator, { after, ms }: { after: number; ms: number }): void {
  faults.add({ path: '/users/delta', delayMs: 0, times: after });
  faults.add({ path: '/users/delta', delayMs: ms });
}
