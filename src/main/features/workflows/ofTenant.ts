import type { Run } from '../../../contract/workflows/schema.ts';
import { isLastingTrouble } from '../directory/trouble.ts';
import { checkGroup, tenantOf, type WorkflowContext, type WorkflowScope } from './context.ts';
import { createDefinitions } from './definitions.ts';
import { createWorkflow, deleteWorkflow, duplicateWorkflow, editWorkflow, runWorkflowNow, setEnabled } from './edit.ts';
import { fulfillWaiting } from './fulfill.ts';
import { createRunHistory } from './runs.ts';
import type { Workflows } from './workflows.ts';

/** Returns the workflows of one tenant. */
export function workflowsOf(parts: Omit<WorkflowContext, 'definitions' | 'runs'>): Workflows {
  const { scope, engineHost, database } = parts;
  const definitions = createDefinitions(database, id => groupKnown(scope, id));
  const context: WorkflowContext = { ...parts, definitions, runs: createRunHistory(database) };
  return {
    list: async () => (scope.tenant.id === null ? [] : definitions.list(tenantOf(context))),
    get: id => definitions.get(tenantOf(context), id),
    create: draft => createWorkflow(context, draft),
    edit: (id, draft) => editWorkflow(context, id, draft),
    setEnabled: (id, enabled) => setEnabled(context, id, enabled),
    duplicate: (id, language = 'en') => duplicateWorkflow(context, id, language),
    delete: id => deleteWorkflow(context, id),
    preview: async request => {
      await checkGroup(context, request);
      return engineHost.preview(tenantOf(context), request);
    },
    runNow: id => runWorkflowNow(context, id),
    runs: async query => (scope.tenant.id === null ? { runs: [] } : context.runs.list(tenantOf(context), query)),
    retry: n => retryRun(context, n),
    work: engineHost.work,
    fulfill: (userId, provision) => fulfillWaiting(context, userId, provision),
  };
}

/** Returns whether the directory has a group. An unreadable directory must not prevent the list of workflows. */
async function groupKnown({ imported }: WorkflowScope, id: string): Promise<boolean> {
  try {
    return (await imported.group(id)) !== undefined;
  } catch (error) {
    if (!isLastingTrouble(error)) throw error;
    return true;
  }
}

function retryRun(context: WorkflowContext, n: number): Promise<Run> {
  const { scope, engineHost, runs } = context;
  return scope.activity.during('workflow-run-retried', async subject => {
    const run = await runs.retry(tenantOf(context), n);
    subject.user = run.user;
    subject.facts = { workflow: run.workflowName };
    await engineHost.retry();
    return (await runs.list(tenantOf(context), { before: n + 1, limit: 1 })).runs[0] ?? run;
  });
}
