import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Workflow, WorkflowDraft } from '../../../contract/workflows/schema.ts';
import type { Database } from '../../base/store/transactions.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { type BoundTenant, idOf } from '../../services/tenant/boundTenant.ts';
import type { ImportedDirectory } from '../directory/imported.ts';
import type { Definitions } from './definitions.ts';
import type { EngineHost } from './engineHost.ts';
import type { Runs } from './runs.ts';

/** One tenant, and what its workflows need. */
export interface WorkflowScope {
  readonly tenant: Pick<BoundTenant, 'id'>;
  readonly activity: Pick<Activity, 'during'>;
  readonly imported: Pick<ImportedDirectory, 'group'>;
}

/** What the operations on one tenant's workflows share. */
export interface WorkflowContext {
  readonly scope: WorkflowScope;
  readonly engineHost: EngineHost;
  readonly database: Database;
  readonly definitions: Definitions;
  readonly runs: Runs;
  readonly log: (message: string) => void;
}

/** Returns the id of the tenant. @throws KeydeskError not-connected */
export function tenantOf({ scope }: Pick<WorkflowContext, 'scope'>): string {
  return idOf(scope.tenant);
}

/** Returns a workflow of this tenant. @throws KeydeskError workflow-not-found */
export async function readOne(context: WorkflowContext, id: string): Promise<Workflow> {
  return (await context.definitions.get(tenantOf(context), id)).workflow;
}

/** Checks that a group is in the imported directory. @throws KeydeskError workflow-group-unknown */
export async function checkGroup({ scope }: WorkflowContext, { group }: Pick<WorkflowDraft, 'group'>): Promise<void> {
  if (group !== null && (await scope.imported.group(group.id)) === undefined) {
    throw new KeydeskError('workflow-group-unknown', { group: group.name });
  }
}

/** Starts work of the engine without waiting for it. */
export function workInBackground({ engineHost, log }: WorkflowContext): void {
  engineHost.work().catch(error => log(`workflows: ${String(error)}`));
}
