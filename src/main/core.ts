import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { KeydeskError } from '../contract/errors.ts';
import type { SystemInfo } from '../contract/system.ts';
import { createActivation } from './activation/activation.ts';
import { recordedChanges, recordedDirectory } from './activity/recorded.ts';
import { createAssignments } from './assignments/assignments.ts';
import { revokingDirectory } from './assignments/revokingDirectory.ts';
import { createBackups } from './backup/backups.ts';
import { closeInOrder } from './closing.ts';
import type { OpenConnections } from './connections.ts';
import type { CoreOptions } from './coreOptions.ts';
import { directoryFile } from './directory/database/open.ts';
import { createDirectory } from './directory/directory.ts';
import { groupsOfUsers } from './directory/groups.ts';
import { scheduleImports } from './directory/import/schedule.ts';
import { optionalDirectory } from './directory/optional.ts';
import { keepingDirectory } from './directory/passkeyLists.ts';
import { createEnrollments } from './enrollment/enrollments.ts';
import { openJournal } from './enrollment/journal.ts';
import { createRuns } from './enrollment/runs.ts';
import { openFoundation } from './foundation.ts';
import { isReachable } from './graph/reachable.ts';
import { createInventory } from './inventory/inventory.ts';
import { createKeyManagement } from './keys/management/management.ts';
import { createModeSwitch } from './modeSwitch.ts';
import { checkNetwork } from './network/check.ts';
import { destinationsOf } from './network/destinations.ts';
import { createPolicies } from './policy/policies.ts';
import { nameTargets } from './policy/targetNames.ts';
import { type CoreRouter, createRouter } from './router.ts';
import type { CoreServices } from './services.ts';
import { changeStation } from './settings/stationMark.ts';
import { openChanges } from './store/changes.ts';
import { createPruner } from './store/pruner.ts';
import { openAdminPage } from './tenants/adminPages.ts';
import { checkConnected } from './tenants/check.ts';
import { tenantOf } from './tenants/tenantOf.ts';
import { createTenants } from './tenants/tenants.ts';
import { openWebhooks } from './webhooks/webhooks.ts';
import { openWorkflows } from './workflows/workflows.ts';

export interface Core {
  readonly router: CoreRouter;
  /** Settles when the enrollments that an earlier run left unfinished have been looked at once. Never rejects. */
  readonly recovered: Promise<void>;
  /** Whether an enrollment of a window runs, or holds a PIN that no one has seen: ending now loses something. */
  needsWindow(): boolean;
  close(): Promise<void>;
}

/** How long a user may take to sign in at a station, in ms. */
const SIGN_IN_TIMEOUT = 5 * 60_000;

/**
 * Starts the application logic in any shell.
 * @throws KeydeskError as openFoundation
 */
export async function startCore(options: CoreOptions): Promise<Core> {
  const { services } = options;
  const foundation = await openFoundation(options);
  const {
    settings,
    station,
    signIns,
    connections,
    keyHost,
    keys,
    activity,
    documents,
    imported,
    passkeyLists,
    metadata,
  } = foundation;
  const maybeImported = optionalDirectory(imported, foundation.log);
  const recorded = recordedDirectory(
    keepingDirectory(createDirectory(connections, maybeImported, documents), passkeyLists),
    activity,
  );
  const assignments = createAssignments({
    ...foundation,
    directory: recorded,
    deleteMethod: async (user, id, signal) => {
      await connections.graph().fido2Methods.delete(user, id, { signal });
      await passkeyLists.drop(user, id);
    },
    gone: {
      userLeft: async user => ((await maybeImported.user(user))?.leftAt ?? null) !== null,
      isListed: async (user, id, signal) =>
        (await connections.graph().fido2Methods.list(user, { signal })).some(method => method.id === id),
    },
    membersAmong: imported.membersAmong,
  });
  const directory = revokingDirectory(recorded, assignments);
  const inventory = createInventory({ ...foundation, assignments });
  const groupsOf = groupsOfUsers(connections, maybeImported, documents);
  const policies = createPolicies({
    connections,
    documents,
    metadata,
    groupsOf,
    nameTargets: nameTargets(connections, maybeImported, documents),
  });
  const journal = openJournal(foundation.store, foundation.instance, foundation.log);
  const enrollments = createEnrollments({
    ...foundation,
    directory,
    journal,
    policies,
    assignments,
    inventory,
    sleep: options.sleep,
  });
  const runs = createRuns({ enrollments, log: foundation.log });
  const webhooks = openWebhooks({
    ...foundation,
    sealer: services.sealer,
    clock: foundation.time.now,
    knownSecrets: options.webhookSecrets ?? [],
  });
  const workflows = openWorkflows({
    ...foundation,
    announce: services.kind !== 'cli',
    threadModule: options.workflowThread,
  });
  const activation = createActivation({
    ...foundation,
    inventory,
    policies,
    directory,
    workflows,
    enroll: (request, signal) => enrollments.start(request, { signal, identityProven: true }),
    tenantName: connections.name,
    connection: connections.saved,
    userSignIn: {
      browser: services.privateBrowser,
      network: foundation.network,
      loginCa: options.signIn?.loginCa,
      timeout: options.signIn?.timeout ?? SIGN_IN_TIMEOUT,
    },
    locked: station === 'activation',
  });
  const realTenant = options.practice && services.kind !== 'cli' ? await tenantOf(options.dataFolder) : null;
  const pruner = createPruner({ database: foundation.store.database, log: foundation.log });
  pruner.start();
  const ending = new AbortController();
  const watched = openChanges({
    record: join(foundation.folder, 'keydesk.db'),
    directory: directoryFile(foundation.folder),
    settings: join(foundation.folder, 'settings.json'),
    secrets: join(foundation.folder, 'secrets'),
  });
  const tenants = createTenants({
    settings,
    signIns,
    connections,
    activity,
    busy: enrollments.busy,
    ended: ending.signal,
    onFileChange: watched.subscribe,
  });
  // Who is signed in is the actor of the log from the start on.
  const saved = connections.saved();
  if (saved !== null) await signIns.account(saved).catch(error => foundation.log(`sign-in: ${String(error)}`));
  // A connection of an earlier Keydesk has no name yet; nobody waits for it.
  if (saved !== null && saved.tenantName === undefined && services.kind !== 'cli') {
    void tenants.learnName().catch(() => undefined);
  }

  const reachable = async () => {
    const connection = connections.current();
    return connection === null ? null : isReachable(connection, foundation.network);
  };
  // A command imports when it is told to, and at an activation station nobody would see how it went.
  const scheduled = services.kind !== 'cli' && station === 'desk';
  const schedule = scheduleImports({
    every: () => (scheduled ? settings.get().importEvery : null),
    lastAt: async () => (await imported.state()).usersAt,
    reachable: async () => (await reachable()) === true,
    run: imported.importUnasked,
    log: foundation.log,
  });

  const changes = recordedChanges({ settings, connections }, activity);
  const core: CoreServices = {
    station,
    activation,
    settings,
    changes: watched,
    connections,
    keyHost,
    keys,
    keyManagement: createKeyManagement({ ...foundation, inventory, assignments, enrollments }),
    metadata,
    directory,
    imported,
    enrollments,
    runs,
    policies,
    activity,
    backups: createBackups({
      ...foundation,
      dataFolder: options.dataFolder,
      practice: options.practice,
      version: packageJson.version,
    }),
    assignments,
    inventory,
    passkeyLists,
    webhooks,
    workflows,
    info: () => ({
      version: packageJson.version,
      shell: services.kind,
      shellReason: services.reason,
      practice: options.practice,
      undecided: options.undecided === true && connections.saved() === null,
      realTenant,
      station,
      dataFolder: options.dataFolder,
      connection: infoOf(connections),
    }),
    reachable,
    tenants,
    checkConnected: async (request, signal) => {
      const report = await checkConnected({ connections, signIns, users: activation }, request, signal);
      if (report.lines[0]?.status === 'passed' && connections.saved() !== null) {
        // The check is the answer. The name is only shown, and is asked for again at the next start.
        await tenants.learnName().catch(() => undefined);
      }
      return report;
    },
    checkNetwork: async signal => {
      const own = destinationsOf(connections.saved(), connections.current()?.graphUrl, options.practice);
      return checkNetwork(foundation.network, [...own, ...(await webhooks.destinations())], signal);
    },
    openAdminPage: page => openAdminPage(settings.get().connections, page, services.openUrl),
    ...changes,
    setMode: createModeSwitch({
      ...foundation,
      practice: options.practice,
      restart: services.restart,
      enrollments,
      runs,
    }),
    setToken: token => {
      changes.setToken(token);
      // The name is only shown. What is wrong with the token, the first request tells.
      void tenants.learnName().catch(() => undefined);
    },
    changeSettings: async change => {
      const changed = await changeStation(foundation.store, change.station, () => changes.changeSettings(change));
      // Nobody who has just asked for it should wait for the next look.
      if (change.importEvery !== undefined) void schedule.look();
      return changed;
    },
    practiceState: () => {
      const state = keyHost.practice();
      if (state === null)
        throw keyHost.problems()[0] ?? new KeydeskError('invalid-input', { detail: 'practice mode is off' });
      return state;
    },
  };

  return {
    router: createRouter(core),
    needsWindow: runs.needWindow,
    recovered: enrollments.recoverNow(),
    close: () => {
      ending.abort();
      return closeInOrder([
        ['changes', watched.close],
        ['scheduled imports', schedule.close],
        ['activation', activation.close],
        ['runs of windows', runs.close],
        ['enrollments', enrollments.close],
        ['inventory', inventory.close],
        ['assignments', assignments.close],
        ['workflows', workflows.close],
        ['webhooks', webhooks.close],
        ['pruning', pruner.close],
        ...foundation.closing,
      ]);
    },
  };
}

function infoOf(connections: OpenConnections): SystemInfo['connection'] {
  const connection = connections.current();
  if (connection === null) return null;
  const { graphUrl, tenantId, version } = connection;
  return { name: connections.name() ?? graphUrl, graphUrl, tenantId, version };
}
