import type { ActivationStation } from '../features/activation/activation.ts';
import type { AssignmentDesk, AssignmentRecord } from '../features/assignments/assignments.ts';
import { revokingDirectory } from '../features/assignments/revokingDirectory.ts';
import { createDirectory } from '../features/directory/directory.ts';
import { groupsOfUsers } from '../features/directory/groups.ts';
import { optionalDirectory } from '../features/directory/optional.ts';
import { keepingDirectory, openPasskeyLists } from '../features/directory/passkeyLists.ts';
import type { EnrollmentDesk, RunningEnrollments } from '../features/enrollment/enrollments.ts';
import { createInventory } from '../features/inventory/inventory.ts';
import { createKeyManagement } from '../features/keyManagement/management.ts';
import { createPolicies } from '../features/policy/policies.ts';
import { nameTargets } from '../features/policy/targetNames.ts';
import type { WebhookService } from '../features/webhooks/webhooks.ts';
import type { WorkflowEngine } from '../features/workflows/workflows.ts';
import { recordedDirectory, recordedMetadata } from '../services/activity/recorded.ts';
import { newPinRule } from '../services/keys/newPinRule.ts';
import type { BoundTenant } from '../services/tenant/boundTenant.ts';
import type { Desk } from './desk.ts';
import type { Foundation } from './foundation.ts';

/** Makes something for each bound tenant, once. */
export function perTenant<T>(make: (tenant: BoundTenant) => T): (tenant: BoundTenant) => T {
  const made = new WeakMap<BoundTenant, { value: T }>();
  return tenant => {
    const known = made.get(tenant) ?? { value: make(tenant) };
    made.set(tenant, known);
    return known.value;
  };
}

/** What a desk stands on: the tenant's directory, its log, and what deletes passkeys there. */
export function groundOf(foundation: Foundation, tenant: BoundTenant) {
  const { store } = foundation;
  const activity = foundation.activity.of(tenant);
  const imported = foundation.imported.of(tenant, activity);
  /** For what can do without the directory. */
  const known = optionalDirectory(imported, foundation.log);
  const tenantId = () => tenant.id ?? '';
  const documents = foundation.documents.of(tenantId);
  const passkeyLists = openPasskeyLists(store, tenantId);
  const directory = recordedDirectory(
    keepingDirectory(createDirectory(tenant, known, documents), passkeyLists),
    activity,
  );
  const assignments: AssignmentDesk = {
    tenant,
    activity,
    directory,
    deleteMethod: async (user, id, signal) => {
      await tenant.graph().fido2Methods.delete(user, id, { signal });
      await passkeyLists.drop(user, id);
    },
    gone: {
      userLeft: async user => ((await known.user(user))?.leftAt ?? null) !== null,
      isListed: async (user, id, signal) =>
        (await tenant.graph().fido2Methods.list(user, { signal })).some(method => method.id === id),
    },
    membersAmong: imported.membersAmong,
  };
  return { tenant, activity, imported, known, documents, passkeyLists, directory, assignments };
}

type Ground = ReturnType<typeof groundOf>;

/** With the record of assignments: what enrollments in the tenant need. */
export function recordOf(foundation: Foundation, ground: Ground, record: AssignmentRecord) {
  const { settings, metadata } = foundation;
  const { tenant, activity, imported, known, documents, passkeyLists } = ground;
  const assignments = record.of(ground.assignments);
  const directory = revokingDirectory(ground.directory, assignments);
  const inventory = createInventory({ ...foundation, tenant, activity, assignments });
  const policies = createPolicies({
    tenant,
    documents,
    metadata,
    groupsOf: groupsOfUsers(tenant, known, documents),
    nameTargets: nameTargets(tenant, known, documents),
  });
  const names = [tenant.name, tenant.connection?.tenantId].filter(name => name !== null && name !== undefined);
  const parts = { tenant, activity, imported, passkeyLists, assignments, directory, inventory, policies };
  return { ...parts, newPinRule: newPinRule(settings, names) } satisfies EnrollmentDesk;
}

type Record = ReturnType<typeof recordOf>;

/** What the desks of all tenants share, beside the foundation: queues, timers, threads, and what runs. */
export interface SharedParts {
  readonly enrollments: RunningEnrollments;
  readonly webhooks: WebhookService;
  readonly workflows: WorkflowEngine;
  readonly activation: ActivationStation;
}

/** The whole desk of a tenant. */
export function deskOf(foundation: Foundation, record: Record, shared: SharedParts): Desk {
  const { tenant, activity } = record;
  const enrollments = shared.enrollments.of(record);
  const workflows = shared.workflows.of(record);
  const activation = shared.activation.of({
    ...record,
    workflows,
    enroll: (request, signal) => enrollments.start(request, { signal, identityProven: true }),
  });
  const { keys, keyHost, log } = foundation;
  return {
    ...record,
    enrollments,
    workflows,
    activation,
    webhooks: shared.webhooks.of({ tenant, activity }),
    metadata: recordedMetadata(foundation.metadata, activity),
    keyManagement: createKeyManagement({ ...record, keys, keyHost, log, enrollments }),
  };
}
