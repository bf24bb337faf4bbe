import type { EventType } from '../../../../src/contract/webhooks/events.ts';
import type { WorkflowDraft } from '../../../../src/contract/workflows/schema.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import { osUser } from '../../../../src/main/base/actor.ts';
import type { Actors } from '../../../../src/main/features/workflows/engine/calls.ts';
import { startWorkflows } from '../../../../src/main/features/workflows/workflowEngine.ts';
import { headFile } from '../../../../src/main/services/activity/head.ts';
import { publish } from '../../../../src/main/services/events/events.ts';
import { openTestActivity } from '../../services/tenant/bound.ts';
import { openImportDesk } from '../directory/tenant.ts';

const TENANT = 'tenant';

/** Workflows over a real store and an imported directory of a simulated tenant. */
export type WorkflowDesk = Awaited<ReturnType<typeof openWorkflowDesk>>;

export async function openWorkflowDesk({ actors, ...options }: { users: number; teams?: number; actors?: Actors }) {
  const importing = await openImportDesk(options);
  const { folder, read, simulator } = importing;
  const store = openRecord(folder);
  const log: string[] = [];
  const actor = osUser();
  const activity = openTestActivity({ folder, store, actor, tenant: TENANT, log: message => log.push(message) });
  const engine = startWorkflows({
    folder,
    store,
    instance: { id: 'here', isAlive: () => true, isPresent: () => true, mayLead: () => 0, close: () => undefined },
    activity,
    bind: () => actors ?? { tenant: TENANT, there: actor, elsewhere: actor },
    imported: { onImported: () => () => undefined },
    announce: false,
    log: message => log.push(message),
  });
  const workflows = engine.of({
    tenant: { id: TENANT },
    activity,
    imported: { group: id => read.ask('group', TENANT, id) },
  });
  const group = (name: string) => {
    const found = simulator.tenant.groups.find(({ displayName }) => displayName === name);
    if (found === undefined) throw new Error(`no group ${name}`);
    return { id: found.id, name };
  };
  const user = (n: number) => {
    const { id, userPrincipalName } = simulator.tenant.user(n);
    return { id, userPrincipalName };
  };
  return {
    folder,
    store,
    simulator,
    activity,
    workflows,
    log,
    group,
    user,
    import: async (full = false) => {
      const end = await importing.import({ full });
      if (end.kind !== 'done') throw new Error(`the import ended as ${JSON.stringify(end)}`);
      return end;
    },
    create: (draft: Partial<WorkflowDraft> = {}) =>
      workflows.create({ name: 'New people', group: null, trigger: 'user-imported', existing: 'skip', ...draft }),
    /** Adds a passkey of user `n` to Entra that was created elsewhere. */
    giveToEntra: (n: number) =>
      simulator.state.methods.push({
        credentialId: `credential-${n}`,
        userId: user(n).id,
        displayName: 'Elsewhere',
        createdDateTime: '2026-01-01T00:00:00Z',
        aaGuid: '2fc0579f-8113-47ea-b116-bb5a8db9202a',
        model: 'Some key',
        attestationLevel: 'attested',
        attestationCertificates: [],
        publicKey: '',
      }),
    happen: (type: EventType, to: { id: string; userPrincipalName: string }, data = {}) =>
      store.database.write(transaction => publish(transaction, { type, tenant: TENANT, user: to, data })),
    /** Returns the end of the log from the file beside it. */
    notedHead: () => headFile(folder).read(),
    assignments: () => store.database.selectFrom('assignment').selectAll().orderBy('created_at').execute(),
    runs: async (query = {}) => (await workflows.runs({ limit: 500, ...query })).runs,
    close: async () => {
      await engine.close();
      await activity.close();
      await store.close();
      await importing.close();
    },
  };
}
