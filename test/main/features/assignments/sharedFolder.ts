import { eachUserText } from '../../../../src/contract/users/schema.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import { openDocuments } from '../../../../src/main/base/store/documents.ts';
import { registerInstance } from '../../../../src/main/base/store/instance.ts';

import { finishActivations } from '../../../../src/main/features/activation/finishActivation.ts';
import type { AssignmentScope } from '../../../../src/main/features/assignments/assignments.ts';
import { startAssignments } from '../../../../src/main/features/assignments/start.ts';

import { createJournal } from '../../../../src/main/features/enrollment/journal.ts';
import { openTestActivity } from '../../services/tenant/bound.ts';

export const TENANT = 'contoso';

/** One of several Keydesks on a data folder, limited to the record. The test decides what Entra would do. */
export type SharedDesk = ReturnType<typeof openSharedDesk>;

export function openSharedDesk(folder: string) {
  const log: string[] = [];
  const store = openRecord(folder);
  const instance = registerInstance(folder);
  const activity = openTestActivity({ folder, store, tenant: TENANT, log: message => log.push(message) });
  const entra = { delete: async (): Promise<void> => undefined };
  const user = (id: string) => ({
    id,
    userPrincipalName: `${id}@contoso.example`,
    displayName: id,
    ...eachUserText(() => null),
    accountEnabled: true,
    guest: false,
  });
  const desk: AssignmentScope = {
    tenant: { id: TENANT },
    activity,
    documents: openDocuments(store).of(() => TENANT),
    directory: {
      get: async id => user(id),
      deletePasskey: () => entra.delete(),
    },
    deleteMethod: () => entra.delete(),
    gone: { now: Date.now, userLeft: async () => false, isListed: async () => true },
    accountNews: async () => [],
    membersAmong: async () => [],
  };
  const record = startAssignments({
    onActivated: finishActivations,
    store,
    instance,
    time: { now: Date.now },
    shared: { isShared: () => false, mayBeAway: () => false },
    bind: () => desk,
    log: message => log.push(message),
  });
  const assignments = record.of(desk);
  return {
    store,
    instance,
    assignments,
    activity,
    entra,
    log,
    journal: createJournal(store, instance),
    /** A row as an earlier run has left it. */
    add: (id: string, row: Record<string, string | null> = {}) => {
      const times = { created_at: new Date().toISOString(), updated_at: new Date().toISOString() };
      const about = { tenant: TENANT, user_id: id, user_principal_name: id, display_name: id, source: 'desk' };
      const known = { purpose: 'primary', state: 'pending', reason: 'assigned', instance: '', ...about, ...times };
      return store.database
        .insertInto('assignment')
        .values({ id, ...known, ...row } as never)
        .execute();
    },
    row: (id: string) =>
      store.database.selectFrom('assignment').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    entries: async () =>
      (await activity.list({ limit: 500 })).entries.map(({ kind, facts }) => ({
        kind,
        assignmentId: facts?.assignmentId,
        to: facts?.to,
      })),
    close: async () => {
      await record.close();
      await activity.close();
      await store.close();
      instance.close();
    },
  };
}
