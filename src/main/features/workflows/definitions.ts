import { type Kysely, sql } from 'kysely';
import type { Workflow, WorkflowDetails, WorkflowInput } from '../../../contract/workflows/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Database } from '../../base/store/transactions.ts';
import { beginPass, changeWorkflow, createWorkflow, editWorkflow, newestEvent } from './workflowChanges.ts';
import { type GroupKnown, readWorkflow, readWorkflows } from './workflowRows.ts';

/** The workflows of a tenant, each in all its versions. */
export interface Definitions {
  list(tenant: string): Promise<Workflow[]>;
  /** @throws KeydeskError workflow-not-found */
  get(tenant: string, id: string): Promise<WorkflowDetails>;
  /** It handles what happens from now on. */
  create(tenant: string, draft: WorkflowInput, enabled: boolean): Promise<string>;
  /** Makes a new version; runs of before keep theirs. */
  edit(tenant: string, id: string, draft: WorkflowInput): Promise<void>;
  /** Enabled again, it handles what happens from then on: what happened meanwhile passes by. */
  setEnabled(tenant: string, id: string, enabled: boolean): Promise<void>;
  /** Its runs and versions stay. */
  delete(tenant: string, id: string): Promise<void>;
  /** Begins a pass over all users. @throws KeydeskError workflow-disabled */
  runNow(tenant: string, id: string): Promise<void>;
}

export function createDefinitions(database: Database, groupKnown: GroupKnown): Definitions {
  return {
    list: tenant => readWorkflows(database, tenant, groupKnown),
    get: (tenant, id) => readWorkflow(database, tenant, id, groupKnown),
    create: (tenant, draft, enabled) => createWorkflow(database, tenant, draft, enabled),
    edit: (tenant, id, draft) => editWorkflow(database, tenant, id, draft),
    setEnabled: (tenant, id, enabled) => changeWorkflow(database, tenant, id, { enabled: enabled ? 1 : 0 }),
    delete: (tenant, id) => changeWorkflow(database, tenant, id, { deleted_at: new Date().toISOString() }),
    runNow: (tenant, id) => beginPass(database, tenant, id),
  };
}

/** Where no workflow of any tenant could act, no event needs to be handled: moves the engine's place past all of them. */
export async function skipEvents(database: Database): Promise<void> {
  await database.write(async transaction => {
    // Another Keydesk may have made a workflow, and events for it may have happened, since it was asked.
    if (await anyWorkflow(transaction)) return;
    const seq = sql<number>`max(seq, ${newestEvent})`;
    await transaction.updateTable('engine_place').set({ seq }).execute();
  });
}

/** Whether there is any workflow that could act, of any tenant. */
export async function anyWorkflow(from: Kysely<Schema>): Promise<boolean> {
  const row = await from.selectFrom('workflow').select('n').where('deleted_at', 'is', null).executeTakeFirst();
  return row !== undefined;
}
