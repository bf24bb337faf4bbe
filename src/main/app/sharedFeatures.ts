import { finishActivations } from '../features/activation/finishActivation.ts';
import { createActivation } from '../features/activation/station.ts';
import { startAssignments } from '../features/assignments/start.ts';
import { createBatchRuns } from '../features/batches/runs.ts';
import { sharedPins } from '../features/batches/sharedPins.ts';
import { createJournal } from '../features/enrollment/journal.ts';
import { startEnrollments } from '../features/enrollment/running.ts';
import { sharedWebhookSecrets } from '../features/webhooks/sharedSecrets.ts';
import { startWebhooks } from '../features/webhooks/webhookService.ts';
import { startWorkflows } from '../features/workflows/workflowEngine.ts';
import type { CoreOptions } from './coreOptions.ts';
import { entryPlace } from './entryPlace.ts';
import type { Foundation } from './foundation.ts';
import type { SharedFeatures, TenantScope } from './tenantScope.ts';

/** How long a user may take to sign in at a station, in ms. */
const SIGN_IN_TIMEOUT = 5 * 60_000;

/**
 * Opens the features that serve all tenants.
 * @param scope Binds the connected tenant, for one round of work. It is not called before this function has returned
 */
export function startSharedFeatures(
  options: CoreOptions,
  foundation: Foundation,
  scope: () => TenantScope,
): SharedFeatures {
  const { services } = options;
  const { folder, store, instance, keys, keyHost, metadata, time, connectedTenant, activity, imported, log } =
    foundation;
  const assignments = startAssignments({
    store,
    instance,
    time,
    // A passkey that becomes active finishes its activation, and uses up its code.
    onActivated: finishActivations,
    shared: {
      isShared: () => foundation.record.sight !== undefined,
      // SECURITY: a station never enrolls without the record.
      mayBeAway: () => foundation.station === 'desk' && foundation.settings.get().enrollAway === 'allowed',
    },
    bind: () => scope().forAssignments,
    log,
  });
  const enrollments = startEnrollments({
    store,
    instance,
    keys,
    keyHost,
    metadata,
    journal: createJournal(store, instance, log, foundation.record.awaySince),
    bind: () => scope().forEnrollments,
    nameTenant: connectedTenant.labelOf,
    sleep: options.sleep,
    log,
  });
  const webhooks = startWebhooks({
    store,
    instance,
    network: foundation.network,
    sealer: services.sealer,
    deskKeys: foundation.deskKeys,
    knownSecrets: options.webhookSecrets ?? [],
    bind: () => activity.of(entryPlace(foundation)),
    clock: time.now,
    log,
  });
  const workflows = startWorkflows({
    folder,
    store,
    instance,
    activity,
    imported,
    bind: () => {
      const { id, signedIn } = connectedTenant.bind();
      return { tenant: id, there: signedIn() ?? foundation.osUser, elsewhere: foundation.osUser };
    },
    announce: services.kind !== 'cli',
    threadModule: options.workflowThread,
    log,
  });
  const activation = createActivation({
    store,
    instance,
    time,
    keys,
    keyHost,
    userSignIn: {
      browser: services.privateBrowser,
      network: foundation.network,
      loginCa: options.signIn?.loginCa,
      timeout: options.signIn?.timeout ?? SIGN_IN_TIMEOUT,
    },
    onOtherPin: enrollments.onErased,
    locked: foundation.station === 'activation',
  });
  foundation.deskKeys.start([
    sharedPins(store.database, services.sealer),
    sharedWebhookSecrets(store.database, services.sealer),
  ]);
  return { assignments, enrollments, webhooks, workflows, activation, batchRuns: createBatchRuns() };
}
