import { type Kysely, sql } from 'kysely';
import type { Workflow, WorkflowDetails, WorkflowInput } from '../../../contract/workflows/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import { type Database, isoNow } from '../../base/store/transactions.ts';
import { beginPass, changeWorkflow, createWorkflow, editWorkflow, newestEvent } from './workflowChanges.ts';
import { type GroupKnown, readWorkflow, readWorkflows } from './workflowRows.ts';

/** The workflows of a tenant, with all their versions. */
export interface Definitions {
  list(tenant: string): Promise<Workflow[]>;
  /** Returns a workflow. @throws KeydeskError workflow-not-found */
  get(tenant: string, id: string): Promise<WorkflowDetails>;
  /** Creates a workflow, which handles the events from now on. Returns its id. */
  create(tenant: string, draft: WorkflowInput, enabled: boolean): Promise<string>;
  /** Adds a version. Existing runs keep their version. */
  edit(tenant: string, id: string, draft: WorkflowInput): Promise<void>;
  /** Enables or disables a workflow. A disabled workflow ignores events. Enabling it again does not replay them. */
  setEnabled(tenant: string, id: string, enabled: boolean): Promise<void>;
  /** Deletes a workflow. Keeps its runs and versions. */
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
    delete: (tenant, id) => changeWorkflow(database, tenant, id, { deleted_at: isoNow(database) }),
    runNow: (tenant, id) => beginPass(database, tenant, id),
  };
}

/** Moves the engine's place past all events if no workflow of any tenant is enabled, because then no event needs handling. */
export async function skipEvents(database: Database): Promise<void> {
  await database.write(async transaction => {
    // Check again in the transaction: another Keydesk may have created a workflow, and there may be events for it.
    if (await anyWorkflow(transaction)) return;
    const seq = sql<number>`max(seq, ${newestEvent})`;
    await transaction.updateTable('engine_place').set({ seq }).execute();
  });
}

/** Returns whether any tenant has an enabled workflow. */
export async function anyWorkflow(from: Kysely<Schema>): Promise<boolean> {
  const row = await from.selectFrom('workflow').select('n').where('deleted_at', 'is', null).executeTakeFirst();
  return row !== undefined;
}
