import type { ActivityFacts } from '../../../contract/activity/schema.ts';
import type { Workflow, WorkflowInput } from '../../../contract/workflows/schema.ts';
import { type Language, wordsOf } from '../../../words/say.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { isLastingTrouble } from '../directory/trouble.ts';
import { checkGroup, readOne, tenantOf, type WorkflowContext, workInBackground } from './context.ts';

/** Creates a workflow, enabled. @throws KeydeskError workflow-group-unknown */
export function createWorkflow(context: WorkflowContext, draft: WorkflowInput): Promise<Workflow> {
  return context.scope.activity.during('workflow-created', async subject => {
    subject.facts = { workflow: draft.name, trigger: draft.trigger, group: draft.group?.name ?? null };
    await checkGroup(context, draft);
    await announceEarlier(context);
    return readOne(context, await context.definitions.create(tenantOf(context), draft, true));
  });
}

/** Adds a version to a workflow. @throws KeydeskError workflow-not-found, workflow-group-unknown */
export function editWorkflow(context: WorkflowContext, id: string, draft: WorkflowInput): Promise<Workflow> {
  return context.scope.activity.during('workflow-changed', async subject => {
    subject.facts = { ...factsOf(await readOne(context, id)), name: draft.name, group: draft.group?.name ?? null };
    await checkGroup(context, draft);
    await context.definitions.edit(tenantOf(context), id, draft);
    const workflow = await readOne(context, id);
    subject.facts = { ...factsOf(workflow), version: workflow.version };
    return workflow;
  });
}

/** Enables or disables a workflow. @throws KeydeskError workflow-not-found */
export async function setEnabled(context: WorkflowContext, id: string, enabled: boolean): Promise<Workflow> {
  if (enabled) await announceEarlier(context);
  await recorded(context, enabled ? 'workflow-enabled' : 'workflow-disabled', id, () =>
    context.definitions.setEnabled(tenantOf(context), id, enabled),
  );
  return readOne(context, id);
}

/** Creates a disabled copy. @throws KeydeskError workflow-not-found */
export function duplicateWorkflow(context: WorkflowContext, id: string, language: Language): Promise<Workflow> {
  return context.scope.activity.during('workflow-created', async subject => {
    const { name, group, trigger, existing, counted } = await readOne(context, id);
    const copyName = wordsOf('workflows', language).copyName({ name: name.slice(0, 110) });
    const draft = { name: copyName, group, trigger, existing, counted };
    subject.facts = { workflow: draft.name, trigger, group: group?.name ?? null };
    return readOne(context, await context.definitions.create(tenantOf(context), draft, false));
  });
}

/** Deletes a workflow. Keeps its runs and versions. @throws KeydeskError workflow-not-found */
export function deleteWorkflow(context: WorkflowContext, id: string): Promise<void> {
  return recorded(context, 'workflow-deleted', id, () => context.definitions.delete(tenantOf(context), id));
}

/** Begins a pass over all users without waiting for its end. @throws KeydeskError workflow-not-found, workflow-disabled */
export async function runWorkflowNow(context: WorkflowContext, id: string): Promise<void> {
  await recorded(context, 'workflow-run-now', id, () => context.definitions.runNow(tenantOf(context), id));
  workInBackground(context);
}

/** Announces the users of finished imports before a workflow is enabled, because the workflow must not treat them as new. */
async function announceEarlier({ engineHost, log }: WorkflowContext): Promise<void> {
  try {
    await engineHost.announce();
  } catch (error) {
    // A workflow for activations needs no directory. The users that could not be announced count as new when the directory can be read
    // again.
    if (!isLastingTrouble(error)) throw error;
    log(`workflows: ${String(error)}`);
  }
}

function recorded(
  context: WorkflowContext,
  kind: Parameters<Activity['during']>[0],
  id: string,
  work: () => Promise<void>,
): Promise<void> {
  return context.scope.activity.during(kind, async subject => {
    subject.facts = factsOf(await readOne(context, id));
    await work();
  });
}

function factsOf({ id, name, trigger, group }: Workflow): ActivityFacts {
  return { workflowId: id, workflow: name, trigger, group: group?.name ?? null };
}
