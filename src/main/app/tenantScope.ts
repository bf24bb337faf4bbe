import type { Activation, ActivationStation } from '../features/activation/activation.ts';
import type { AssignmentRecord, AssignmentScope, Assignments } from '../features/assignments/assignments.ts';
import { type Batches, createBatches } from '../features/batches/batches.ts';
import type { BatchRuns } from '../features/batches/runs.ts';
import { createDeferred, type Deferred } from '../features/deferred/deferred.ts';
import { createDirectory, type Directory } from '../features/directory/directory.ts';
import { groupsOfUsers } from '../features/directory/groups.ts';
import type { ImportedDirectory } from '../features/directory/imported.ts';
import { optionalDirectory } from '../features/directory/optional.ts';
import { createPasskeyLists, type PasskeyLists } from '../features/directory/passkeyLists.ts';
import type { EnrollmentScope, Enrollments, RunningEnrollments } from '../features/enrollment/enrollments.ts';
import type { EnrollmentObserver } from '../features/enrollment/observer.ts';
import { createHandover, type Handover } from '../features/handover/handover.ts';
import { openLogo } from '../features/handover/logo.ts';
import { createInventory, type Inventory } from '../features/inventory/inventory.ts';
import { createKeyManagement, type KeyManagement } from '../features/keyManagement/management.ts';
import { createKeyModels, type KeyModels } from '../features/keyModels/keyModels.ts';
import { createOverview, type OverviewOfTenant } from '../features/overview/overview.ts';
import { createPolicies, type Policies } from '../features/policy/policies.ts';
import { nameTargets } from '../features/policy/targetNames.ts';
import { createProfiles, type Profiles } from '../features/profiles/profiles.ts';
import { createReconciliation, type ReconciliationOfTenant } from '../features/reconciliation/reconciliation.ts';
import type { WebhookService, Webhooks } from '../features/webhooks/webhooks.ts';
import type { WorkflowEngine, Workflows } from '../features/workflows/workflows.ts';
import type { Activity } from '../services/activity/activity.ts';
import { newPinRule } from '../services/keys/newPinRule.ts';
import type { BoundTenant } from '../services/tenant/boundTenant.ts';
import type { Foundation } from './foundation.ts';
import { keyReferences } from './record/keyReferences.ts';

/** All services of one tenant. None of them reads which tenant is connected (decision 43). */
export interface TenantScope {
  readonly tenant: BoundTenant;
  readonly activity: Activity;
  readonly directory: Directory;
  readonly imported: ImportedDirectory;
  readonly passkeyLists: PasskeyLists;
  readonly assignments: Assignments;
  readonly inventory: Inventory;
  readonly policies: Policies;
  readonly keyModels: KeyModels;
  readonly profiles: Profiles;
  readonly batches: Batches;
  readonly reconciliation: ReconciliationOfTenant;
  readonly handover: Handover;
  readonly deferred: Deferred;
  readonly enrollments: Enrollments;
  readonly keyManagement: KeyManagement;
  readonly webhooks: Webhooks;
  readonly overview: OverviewOfTenant;
  readonly workflows: Workflows;
  readonly activation: Activation;
  /** What the features that serve all tenants need from this tenant's services. */
  readonly forAssignments: AssignmentScope;
  readonly forEnrollments: EnrollmentScope;
}

/** The features that serve all tenants. They own queues, timers and threads. */
export interface SharedFeatures {
  readonly assignments: AssignmentRecord;
  readonly enrollments: RunningEnrollments;
  readonly webhooks: WebhookService;
  readonly workflows: WorkflowEngine;
  readonly activation: ActivationStation;
  readonly batchRuns: BatchRuns;
}

/** Creates a value for each bound tenant, once. */
export function perTenant<T>(create: (tenant: BoundTenant) => T): (tenant: BoundTenant) => T {
  const created = new WeakMap<BoundTenant, { value: T }>();
  return tenant => {
    const known = created.get(tenant) ?? { value: create(tenant) };
    created.set(tenant, known);
    return known.value;
  };
}

/** Creates the services of one tenant. It joins features that do not know each other. */
export function createTenantScope(foundation: Foundation, shared: SharedFeatures, tenant: BoundTenant): TenantScope {
  const { store, keys, keyHost, metadata, log } = foundation;
  const base = openTenant(foundation, tenant, () => assignments.followAccounts());
  const { activity, imported, passkeyLists, directory } = base;
  const forAssignments = assignmentScope(foundation, base);
  const assignments = shared.assignments.of(forAssignments);
  const inventory = createInventory({
    store,
    references: keyReferences(activity),
    keys,
    keyHost,
    metadata,
    tenant,
    activity,
    assignments,
    log,
  });
  const policies = policiesOf(foundation, base);
  const pinRule = pinRuleOf(foundation, tenant);
  const profiles = createProfiles({ database: store.database, ...base, log });
  const forEnrollments: EnrollmentScope = {
    tenant,
    directory,
    newPinRule: pinRule,
    policies,
    activity,
    inventory,
    passkeyLists,
    observe: observeBy(inventory, assignments),
    profiles,
    resetKey: (...request) => keyManagement.resetFirst(...request),
    pinOf: id => ofManyKeys.batches.pinOfEnrollment(id),
    journalChanged: assignments.settle,
  };
  const enrollments = shared.enrollments.of(forEnrollments);
  const workflows = shared.workflows.of({ tenant, activity, imported });
  const activation = shared.activation.of({
    tenant,
    activity,
    directory,
    newPinRule: pinRule,
    inventory,
    policies,
    workflows,
    assignments,
    enroll: (request, signal) => enrollments.start(request, { signal, identityProven: true }),
  });
  const keyManagement = createKeyManagement({
    keys,
    keyHost,
    activity,
    inventory,
    assignments,
    enrollments,
    newPinRule: pinRule,
    log,
  });
  const parts = { assignments, inventory, policies, profiles, enrollments, keyManagement };
  const ofManyKeys = featuresOfManyKeys(foundation, shared, base, parts);
  const webhooks = shared.webhooks.of({ tenant, activity });
  return {
    tenant,
    activity,
    directory,
    imported,
    passkeyLists,
    assignments,
    inventory,
    policies,
    keyModels: createKeyModels({ metadata, activity }),
    profiles,
    ...ofManyKeys,
    enrollments,
    keyManagement,
    webhooks,
    overview: createOverview({ store, tenant, imported, workflows, webhooks, log, ...parts, ...ofManyKeys }),
    workflows,
    activation,
    forAssignments,
    forEnrollments,
  };
}

type TenantBase = ReturnType<typeof openTenant>;
type TenantParts = Pick<
  TenantScope,
  'assignments' | 'inventory' | 'policies' | 'profiles' | 'enrollments' | 'keyManagement'
>;

/** Creates the features that work with many users and keys at once. They stand on all features of one key. */
function featuresOfManyKeys(
  foundation: Foundation,
  shared: SharedFeatures,
  base: TenantBase,
  parts: TenantParts,
): Pick<TenantScope, 'batches' | 'reconciliation' | 'handover' | 'deferred'> {
  const { store, instance, keys, keyHost, sealer, deskKeys, metadata, settings, printers, folder, log } = foundation;
  const { tenant, activity, directory, imported, known, passkeyLists, groupsOf } = base;
  const { assignments, inventory, policies, profiles, enrollments, keyManagement } = parts;
  const batches: Batches = createBatches(
    {
      store,
      instance,
      keys,
      keyHost,
      sealer,
      deskKeys,
      tenant,
      activity,
      directory,
      imported,
      metadata,
      policies,
      profiles,
      assignments,
      inventory,
      enrollments,
      printPin: (batchId, rowId) => handover.print(batchId, rowId),
      log,
    },
    shared.batchRuns,
  );
  const handover = createHandover({
    store,
    activity,
    batches,
    imported: known,
    directory,
    settings: settings.get,
    printers,
    logo: openLogo(folder, log),
    log,
  });
  return {
    batches,
    deferred: createDeferred({
      store,
      keys,
      sealer,
      keyHost,
      tenant,
      activity,
      directory,
      groupsOf,
      metadata,
      policies,
      profiles,
      inventory,
      enrollments,
      batches,
      log,
    }),
    reconciliation: createReconciliation({
      now: store.database.now,
      tenant: tenant.id,
      audits: () => tenant.graph().audits,
      keys,
      keyManagement,
      imported,
      directory,
      passkeyLists,
      assignments,
      inventory,
    }),
    handover,
  };
}

/** Opens the tenant's part of the activity log, and its directory. @param imports runs after each complete import */
function openTenant(foundation: Foundation, tenant: BoundTenant, imports: () => Promise<void>) {
  const activity = foundation.activity.of(tenant);
  const imported = foundation.imported.of(tenant, activity, imports);
  /** For features that also work without the imported directory. */
  const known = optionalDirectory(imported, foundation.log);
  const tenantId = () => tenant.id ?? '';
  const documents = foundation.documents.of(tenantId);
  const passkeyLists = createPasskeyLists(foundation.store, tenantId);
  const directory = createDirectory({ tenant, imported: known, documents, passkeyLists, activity });
  const groupsOf = groupsOfUsers(tenant, known, documents);
  return { tenant, activity, imported, known, documents, passkeyLists, directory, groupsOf };
}

function policiesOf({ metadata }: Foundation, { tenant, known, documents, groupsOf }: TenantBase): Policies {
  return createPolicies({
    tenant,
    documents,
    metadata,
    groupsOf,
    nameTargets: nameTargets(tenant, known, documents),
    membersAmong: known.membersAmong,
  });
}

/** A new PIN must not contain the names of the tenant. */
function pinRuleOf({ settings }: Foundation, tenant: BoundTenant) {
  const names = [tenant.name, tenant.connection?.tenantId].filter(name => name !== null && name !== undefined);
  return newPinRule(settings, names);
}

/** The inventory finds the key that an enrollment opens. The assignment stores the id of its row. */
function observeBy(inventory: Inventory, assignments: Assignments): EnrollmentScope['observe'] {
  return ({ assignmentId, madeOn }): readonly EnrollmentObserver[] => {
    const lookup = inventory.lookUp(madeOn);
    return [lookup, assignments.observe({ assignmentId, heldBy: lookup.heldBy, objectionNow: lookup.objectionNow })];
  };
}

function assignmentScope(
  { store }: Foundation,
  { tenant, activity, imported, known, documents, directory }: TenantBase,
): AssignmentScope {
  return {
    tenant,
    activity,
    documents,
    directory,
    deleteMethod: directory.deleteMethod,
    gone: {
      now: store.database.now,
      userLeft: async user => ((await known.user(user))?.leftAt ?? null) !== null,
      isListed: async (user, id, signal) =>
        (await tenant.graph().fido2Methods.list(user, { signal })).some(method => method.id === id),
    },
    membersAmong: imported.membersAmong,
    accountNews: imported.accountNews,
  };
}
