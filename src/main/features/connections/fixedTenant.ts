import { join } from 'node:path';
import { stateError } from '../../base/store/storageError.ts';
import { checkGraphTarget, type GraphTarget } from '../../services/graph/graphTarget.ts';
import type { PracticeTenant } from './practiceTenant.ts';

/** A tenant that is connected for this process, independent of the settings. */
export interface FixedTenant {
  readonly connection: GraphTarget;
  readonly name: string;
  /** The token that was passed to Keydesk at its start; null if there is none. */
  readonly token: string | null;
  /** Set in practice mode only. */
  readonly practice?: PracticeTenant;
  end(): Promise<void>;
}

export interface RunConnection {
  readonly graphUrl: string;
  readonly version: 'v1.0' | 'beta';
  readonly token?: string;
}

/**
 * Returns the practice tenant, or else the tenant that Keydesk was started with, or null.
 * @param practiceFolder the folder of the practice tenant's state; null outside practice mode
 * @throws KeydeskError practice-tenant-damaged, connection-insecure
 */
export async function openFixedTenant(
  practiceFolder: string | null,
  graph: RunConnection | undefined,
): Promise<FixedTenant | null> {
  return practiceFolder === null ? ofThisRun(graph) : startPractice(practiceFolder);
}

function ofThisRun(graph: RunConnection | undefined): FixedTenant | null {
  if (graph === undefined) return null;
  const connection = { graphUrl: graph.graphUrl, tenantId: '', version: graph.version };
  checkGraphTarget(connection);
  return { connection, name: graph.graphUrl, token: graph.token ?? null, end: async () => undefined };
}

/** Starts the practice tenant. Imports the simulator only here, so that other modes do not load its libraries. */
async function startPractice(folder: string): Promise<FixedTenant> {
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
