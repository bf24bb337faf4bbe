import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import {
  countedByDefault,
  type RunState,
  type Workflow,
  type WorkflowDetails,
  type WorkflowDraft,
  type WorkflowInput,
} from '../../../contract/workflows/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Database, Transaction } from '../../base/store/transactions.ts';
import { countedOf } from './counted.ts';

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

const newestEvent = sql<number>`coalesce((SELECT max(seq) FROM event), 0)`;
const now = () => new Date().toISOString();

export function openDefinitions(database: Database, groupKnown: (id: string) => Promise<boolean>): Definitions {
  const current = (tenant: string, from: Kysely<Schema> = database) =>
    from
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
  type Row = Awaited<ReturnType<ReturnType<typeof current>['execute']>>[number];

  const toWorkflow = async (row: Row): Promise<Workflow> => {
    const counted = await database
      .selectFrom('workflow_count')
      .select(['state', 'count'])
      // One look at the index for each state.
      .select(of =>
        of
          .selectFrom('workflow_run as run')
          .select(from => from.fn.max('run.updated_at').as('last'))
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
  };
  const find = async (tenant: string, id: string, from: Kysely<Schema> = database): Promise<Row> => {
    const row = await current(tenant, from).where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new KeydeskError('workflow-not-found', { id });
    return row;
  };
  const addVersion = (
    transaction: Transaction,
    id: string,
    version: number,
    { group, counted = countedByDefault, ...draft }: WorkflowInput,
  ) =>
    transaction
      .insertInto('workflow_version')
      .values({
        workflow_id: id,
        version,
        ...draft,
        counted: counted.join(' '),
        group_id: group?.id ?? null,
        group_name: group?.name ?? null,
        created_at: now(),
      })
      .execute();
  const change = async (tenant: string, id: string, set: Partial<{ enabled: number; deleted_at: string }>) => {
    await database.write(async transaction => {
      const { enabled } = await find(tenant, id, transaction);
      if (enabled === set.enabled) return;
      await transaction
        .updateTable('workflow')
        .set({ ...set, updated_at: now(), ...(set.enabled === 1 ? { since: newestEvent } : {}) })
        .where('id', '=', id)
        .execute();
    });
  };

  return {
    list: async tenant => Promise.all((await current(tenant).orderBy('n').execute()).map(toWorkflow)),
    get: async (tenant, id) => {
      const workflow = await toWorkflow(await find(tenant, id));
      const versions = await database
        .selectFrom('workflow_version')
        .selectAll()
        .where('workflow_id', '=', id)
        .orderBy('version', 'desc')
        .execute();
      return {
        workflow,
        versions: versions.map(row => ({ ...toDraft(row), version: row.version, at: row.created_at })),
      };
    },
    create: async (tenant, draft, enabled) => {
      const id = randomUUID();
      const at = now();
      await database.write(async transaction => {
        await transaction
          .insertInto('workflow')
          .values({
            id,
            tenant,
            version: 1,
            enabled: enabled ? 1 : 0,
            since: newestEvent,
            created_at: at,
            updated_at: at,
          })
          .execute();
        await addVersion(transaction, id, 1, draft);
      });
      return id;
    },
    edit: async (tenant, id, draft) => {
      await database.write(async transaction => {
        await find(tenant, id, transaction);
        const { version } = await transaction
          .updateTable('workflow')
          .set(of => ({ version: of('version', '+', 1), updated_at: now() }))
          .where('id', '=', id)
          .returning('version')
          .executeTakeFirstOrThrow();
        await addVersion(transaction, id, version, draft);
      });
    },
    setEnabled: (tenant, id, enabled) => change(tenant, id, { enabled: enabled ? 1 : 0 }),
    delete: (tenant, id) => change(tenant, id, { deleted_at: now() }),
    runNow: (tenant, id) =>
      database.write(async transaction => {
        const { n, version, enabled } = await find(tenant, id, transaction);
        if (enabled === 0) throw new KeydeskError('workflow-disabled', { id });
        // Another Keydesk was asked for the same at the same time: one pass has not begun yet, and serves both.
        const waiting = await transaction
          .selectFrom('workflow_pass')
          .select('id')
          .where('workflow_n', '=', n)
          .where('version', '=', version)
          .where('place', '=', 0)
          .where('finished_at', 'is', null)
          .executeTakeFirst();
        if (waiting !== undefined) return;
        await transaction
          .insertInto('workflow_pass')
          .values({ id: randomUUID(), workflow_n: n, version, started_at: now() })
          .execute();
      }),
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
