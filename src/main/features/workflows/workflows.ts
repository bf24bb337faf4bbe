import { KeydeskError } from '../../../contract/errors/errors.ts';
import type {
  Preview,
  PreviewRequest,
  Run,
  RunPage,
  RunQuery,
  Workflow,
  WorkflowDetails,
  WorkflowDraft,
  WorkflowInput,
} from '../../../contract/workflows/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { Database } from '../../base/store/transactions.ts';
import type { Activity, ActivityLog } from '../../services/activity/activity.ts';
import { type BoundTenant, idOf } from '../../services/tenant/boundTenant.ts';
import type { ImportedDirectories, ImportedDirectory } from '../directory/imported.ts';
import { isLastingTrouble } from '../directory/trouble.ts';
import { type Conductor, createConductor } from './conductor.ts';
import { openDefinitions } from './definitions.ts';
import type { Actors } from './engine/calls.ts';
import { openRuns } from './runs.ts';

/** Makes the passkey of an assignment at once; whoever calls knows the key that is plugged in, and its PIN, for that sitting. */
export type Provision = (assignmentId: string) => Promise<void>;

/** Passkeys that assign themselves, in one tenant. */
export interface Workflows {
  list(): Promise<Workflow[]>;
  /** @throws KeydeskError workflow-not-found */
  get(id: string): Promise<WorkflowDetails>;
  /** @throws KeydeskError workflow-group-unknown */
  create(draft: WorkflowInput): Promise<Workflow>;
  edit(id: string, draft: WorkflowInput): Promise<Workflow>;
  setEnabled(id: string, enabled: boolean): Promise<Workflow>;
  /** A copy that is not enabled yet. */
  duplicate(id: string): Promise<Workflow>;
  delete(id: string): Promise<void>;
  preview(request: PreviewRequest): Promise<Preview>;
  /** For everybody who is in the directory now. @throws KeydeskError workflow-disabled */
  runNow(id: string): Promise<void>;
  runs(query: RunQuery): Promise<RunPage>;
  retry(n: number): Promise<Run>;
  work(): Promise<void>;
  /**
   * After a user has activated a key: lets workflows assign, and provisions what the user then has waiting, in this sitting.
   * Null where there is nothing to make. What `provision` throws is thrown; the assignment then waits, or failed, by its own rules.
   */
  fulfil(userId: string, provision: Provision): Promise<{ assignmentId: string } | null>;
}

/** The workflows of all tenants in a data folder, which the engine handles one after the other. */
export interface WorkflowEngine {
  /** Those of one tenant. */
  of(desk: WorkflowDesk): Workflows;
  close(): Promise<void>;
}

/** One tenant, and what its workflows need. */
export interface WorkflowDesk {
  readonly tenant: Pick<BoundTenant, 'id'>;
  readonly activity: Pick<Activity, 'during'>;
  readonly imported: Pick<ImportedDirectory, 'group'>;
}

export interface WorkflowParts {
  folder: string;
  store: Store;
  activity: Pick<ActivityLog, 'note'>;
  /** Binds who is signed in where, for one round of the engine. */
  bind: () => Actors;
  imported: Pick<ImportedDirectories, 'onImported'>;
  /** A command that runs for a moment does not look for what an earlier one left. */
  announce: boolean;
  threadModule?: URL | undefined;
  log: (message: string) => void;
}

export function openWorkflows(parts: WorkflowParts): WorkflowEngine {
  const { database } = parts.store;
  const conductor = createConductor({ ...parts, onDone: parts.activity.note });
  const stopListening = parts.imported.onImported(() => {
    conductor.work().catch(error => parts.log(`workflows: ${String(error)}`));
  });
  conductor.start(parts.announce);
  return {
    of: desk => workflowsOf({ desk, conductor, database, log: parts.log }),
    close: async () => {
      stopListening();
      await conductor.close();
    },
  };
}

interface TenantParts {
  readonly desk: WorkflowDesk;
  readonly conductor: Conductor;
  readonly database: Database;
  readonly log: WorkflowParts['log'];
}

function workflowsOf({ desk, conductor, database, log }: TenantParts): Workflows {
  const { activity, imported } = desk;
  const groupKnown = async (id: string) => {
    try {
      return (await imported.group(id)) !== undefined;
    } catch (error) {
      // A list is still a list where no one can say which groups there are.
      if (!isLastingTrouble(error)) throw error;
      return true;
    }
  };
  const definitions = openDefinitions(database, groupKnown);
  const runs = openRuns(database);
  const tenant = () => idOf(desk.tenant);
  /** Users of finished imports were there before a workflow that begins to act. */
  const announceEarlier = async () => {
    try {
      await conductor.announce();
    } catch (error) {
      // A workflow for activations needs no directory. Users who could not be announced are new when it can be read again.
      if (!isLastingTrouble(error)) throw error;
      log(`workflows: ${String(error)}`);
    }
  };
  const checkGroup = async ({ group }: Pick<WorkflowDraft, 'group'>) => {
    if (group !== null && (await imported.group(group.id)) === undefined) {
      throw new KeydeskError('workflow-group-unknown', { group: group.name });
    }
  };
  const get = async (id: string) => (await definitions.get(tenant(), id)).workflow;
  const recorded = (kind: Parameters<Activity['during']>[0], id: string, work: () => Promise<void>) =>
    activity.during(kind, async subject => {
      subject.facts = factsOf(await get(id));
      await work();
    });

  return {
    list: async () => (desk.tenant.id === null ? [] : definitions.list(tenant())),
    get: id => definitions.get(tenant(), id),
    create: draft =>
      activity.during('workflow-created', async subject => {
        subject.facts = { workflow: draft.name, trigger: draft.trigger, group: draft.group?.name ?? null };
        await checkGroup(draft);
        await announceEarlier();
        return get(await definitions.create(tenant(), draft, true));
      }),
    edit: (id, draft) =>
      activity.during('workflow-changed', async subject => {
        subject.facts = { ...factsOf(await get(id)), name: draft.name, group: draft.group?.name ?? null };
        await checkGroup(draft);
        await definitions.edit(tenant(), id, draft);
        const workflow = await get(id);
        subject.facts = { ...factsOf(workflow), version: workflow.version };
        return workflow;
      }),
    setEnabled: async (id, enabled) => {
      if (enabled) await announceEarlier();
      await recorded(enabled ? 'workflow-enabled' : 'workflow-disabled', id, () =>
        definitions.setEnabled(tenant(), id, enabled),
      );
      return get(id);
    },
    duplicate: id =>
      activity.during('workflow-created', async subject => {
        const { name, group, trigger, existing, counted } = await get(id);
        const draft = { name: `${name.slice(0, 110)} (copy)`, group, trigger, existing, counted };
        subject.facts = { workflow: draft.name, trigger, group: group?.name ?? null };
        return get(await definitions.create(tenant(), draft, false));
      }),
    delete: id => recorded('workflow-deleted', id, () => definitions.delete(tenant(), id)),
    preview: async request => {
      await checkGroup(request);
      return conductor.preview(tenant(), request);
    },
    runNow: async id => {
      await recorded('workflow-run-now', id, () => definitions.runNow(tenant(), id));
      conductor.work().catch(error => log(`workflows: ${String(error)}`));
    },
    runs: async query => (desk.tenant.id === null ? { runs: [] } : runs.list(tenant(), query)),
    retry: n =>
      activity.during('workflow-run-retried', async subject => {
        const run = await runs.retry(tenant(), n);
        subject.user = run.user;
        subject.facts = { workflow: run.workflowName };
        await conductor.retry();
        return (await runs.list(tenant(), { before: n + 1, limit: 1 })).runs[0] ?? run;
      }),
    work: conductor.work,
    fulfil: async (userId, provision) => {
      await conductor.attend({ tenant: tenant(), userId });
      const waiting = await database
        .selectFrom('assignment')
        .select('id')
        .where('tenant', '=', tenant())
        .where('user_id', '=', userId)
        .where('state', 'in', ['pending', 'failed'])
        .orderBy('purpose', 'desc')
        .executeTakeFirst();
      if (waiting === undefined) return null;
      await provision(waiting.id);
      await conductor.attend();
      return { assignmentId: waiting.id };
    },
  };
}

function factsOf({ id, name, trigger, group }: Workflow) {
  return { workflowId: id, workflow: name, trigger, group: group?.name ?? null };
}
