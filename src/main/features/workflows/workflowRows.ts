import type { Kysely } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RunState, Workflow, WorkflowDetails, WorkflowDraft } from '../../../contract/workflows/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import { countedOf } from './counted.ts';

/** Returns whether a group is in the imported directory. */
export type GroupKnown = (id: string) => Promise<boolean>;

/** Returns the workflows of a tenant, each in its current version, oldest first. */
export async function readWorkflows(from: Kysely<Schema>, tenant: string, groupKnown: GroupKnown): Promise<Workflow[]> {
  const rows = await current(from, tenant).orderBy('n').execute();
  return Promise.all(rows.map(row => toWorkflow(from, row, groupKnown)));
}

/** Returns a workflow with all its versions. @throws KeydeskError workflow-not-found */
export async function readWorkflow(
  from: Kysely<Schema>,
  tenant: string,
  id: string,
  groupKnown: GroupKnown,
): Promise<WorkflowDetails> {
  const workflow = await toWorkflow(from, await findWorkflow(from, tenant, id), groupKnown);
  const versions = await from
    .selectFrom('workflow_version')
    .selectAll()
    .where('workflow_id', '=', id)
    .orderBy('version', 'desc')
    .execute();
  return {
    workflow,
    versions: versions.map(row => ({ ...toDraft(row), version: row.version, at: row.created_at })),
  };
}

/** Returns the row of a workflow in its current version. @throws KeydeskError workflow-not-found */
export async function findWorkflow(from: Kysely<Schema>, tenant: string, id: string): Promise<WorkflowRow> {
  const row = await current(from, tenant).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new KeydeskError('workflow-not-found', { id });
  return row;
}

export type WorkflowRow = Awaited<ReturnType<ReturnType<typeof current>['execute']>>[number];

function current(from: Kysely<Schema>, tenant: string) {
  return from
    .selectFrom('workflow')
    .innerJoin('workflow_version', join =>
      join
        .onRef('workflow_version.workflow_id', '=', 'workflow.id')
        .onRef('workflow_version.version', '=', 'workflow.version'),
    )
    .selectAll('workflow')
    .select(['name', 'group_id', 'group_name', 'trigger', 'existing', 'counted'])
    .where('tenant', '=', tenant)
    .where('deleted_at', 'is', null);
}

async function toWorkflow(from: Kysely<Schema>, row: WorkflowRow, groupKnown: GroupKnown): Promise<Workflow> {
  const counted = await from
    .selectFrom('workflow_count')
    .select(['state', 'count'])
    // One index lookup for each state.
    .select(of =>
      of
        .selectFrom('workflow_run as run')
        .select(run => run.fn.max('run.updated_at').as('last'))
        .whereRef('run.workflow_n', '=', 'workflow_count.workflow_n')
        .whereRef('run.state', '=', 'workflow_count.state')
        .as('last'),
    )
    .where('workflow_n', '=', row.n)
    .execute();
  const count = (state: RunState) => counted.find(one => one.state === state)?.count ?? 0;
  const draft = toDraft(row);
  const known = draft.group === null || (await groupKnown(draft.group.id));
  return {
    ...draft,
    id: row.id,
    version: row.version,
    tenant: row.tenant,
    state: row.enabled === 0 ? 'disabled' : known ? 'enabled' : 'group-missing',
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastRunAt:
      counted
        .flatMap(({ last }) => last ?? [])
        .sort()
        .at(-1) ?? null,
    counts: {
      assigned: count('assigned'),
      registered: count('registered'),
      skipped: count('skipped'),
      retrying: count('retrying'),
      attention: count('attention'),
    },
  };
}

function toDraft(row: {
  name: string;
  group_id: string | null;
  group_name: string | null;
  trigger: string;
  existing: string;
  counted: string;
}): WorkflowDraft {
  return {
    name: row.name,
    group: row.group_id === null ? null : { id: row.group_id, name: row.group_name ?? row.group_id },
    trigger: row.trigger as WorkflowDraft['trigger'],
    existing: row.existing as WorkflowDraft['existing'],
    counted: countedOf(row.counted),
  };
}
