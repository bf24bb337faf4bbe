import { join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { KeydeskError } from '../../contract/errors/errors.ts';
import type { SystemInfo } from '../../contract/system/schema.ts';
import { closeInOrder } from '../base/closing.ts';
import { openChanges } from '../base/store/changes.ts';
import { createIntegrityWatch } from '../base/store/integrity/watch.ts';
import { createActivation } from '../features/activation/activation.ts';
import { createAssignments } from '../features/assignments/record.ts';
import { createBackups } from '../features/backup/backups.ts';
import { openAdminPage } from '../features/connections/adminPages.ts';
import { checkConnected } from '../features/connections/check.ts';
import type { Connections } from '../features/connections/connections.ts';
import { destinationsOf } from '../features/connections/destinations.ts';
import { checkNetwork } from '../features/connections/networkCheck.ts';
import { tenantOf } from '../features/connections/tenantOf.ts';
import { createTenants } from '../features/connections/tenants.ts';
import { directoryFile } from '../features/directory/database/open.ts';
import { scheduleImports } from '../features/directory/import/schedule.ts';
import { openJournal } from '../features/enrollment/journal.ts';
import { createEnrollments } from '../features/enrollment/running.ts';
import { createRuns } from '../features/enrollment/runs.ts';
import { notePluggedKeys } from '../features/inventory/inventory.ts';
import { openWebhooks } from '../features/webhooks/webhooks.ts';
import { openWorkflows } from '../features/workflows/workflows.ts';
import type { EntryPlace } from '../services/activity/activity.ts';
import { changeSettings } from '../services/activity/recorded.ts';
import { isReachable } from '../services/graph/reachable.ts';
import { changeStation } from '../services/settings/stationMark.ts';
import type { BoundTenant } from '../services/tenant/boundTenant.ts';
import type { CoreOptions } from './coreOptions.ts';
import { deskOf, groundOf, perTenant, recordOf } from './desks.ts';
import { openFoundation } from './foundation.ts';
import { createModeSwitch } from './modeSwitch.ts';
import { createPruner } from './pruner.ts';
import { type CoreRouter, createRouter } from './router.ts';
import type { CoreServices } from './services.ts';

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
  const { settings, station, signIns, connections, keyHost, keys, activity, log } = foundation;
  const ground = perTenant(tenant => groundOf(foundation, tenant));
  const assignments = createAssignments({ ...foundation, bind: () => ground(connections.bind()).assignments });
  const record = perTenant(tenant => recordOf(foundation, ground(tenant), assignments));
  const enrollments = createEnrollments({
    ...foundation,
    journal: openJournal(foundation.store, foundation.instance, log),
    bind: () => record(connections.bind()),
    nameTenant: connections.labelOf,
    sleep: options.sleep,
  });
  const webhooks = openWebhooks({
    ...foundation,
    bind: () => activity.of(boundOrNone(connections, log)),
    sealer: services.sealer,
    clock: foundation.time.now,
    knownSecrets: options.webhookSecrets ?? [],
  });
  const workflows = openWorkflows({
    ...foundation,
    bind: () => {
      const { id, signedIn } = connections.bind();
      return { tenant: id, there: signedIn() ?? foundation.osUser, elsewhere: foundation.osUser };
    },
    announce: services.kind !== 'cli',
    threadModule: options.workflowThread,
  });
  const activation = createActivation({
    ...foundation,
    userSignIn: {
      browser: services.privateBrowser,
      network: foundation.network,
      loginCa: options.signIn?.loginCa,
      timeout: options.signIn?.timeout ?? SIGN_IN_TIMEOUT,
    },
    onOtherPin: enrollments.onErased,
    locked: station === 'activation',
  });
  const shared = { enrollments, webhooks, workflows, activation };
  const deskFor = perTenant(tenant => deskOf(foundation, record(tenant), shared));
  /** Binds the connected tenant, for one operation. */
  const desk = () => deskFor(connections.bind());
  const runs = createRuns({
    enrollments: {
      start: (...request) => desk().enrollments.start(...request),
      finish: (...request) => desk().enrollments.finish(...request),
      cancel: enrollments.cancel,
      pinSeen: enrollments.pinSeen,
      pinLost: enrollments.pinLost,
      onErased: enrollments.onErased,
    },
    log,
  });
  const stopNoting = notePluggedKeys(foundation);
  const realTenant = options.practice && services.kind !== 'cli' ? await tenantOf(options.dataFolder) : null;
  const pruner = createPruner({ database: foundation.store.database, log: foundation.log });
  pruner.start();
  const integrity = createIntegrityWatch({
    folder: foundation.folder,
    threadModule: options.integrityThread,
    log: foundation.log,
  });
  // A command runs for a moment, and the window of the data folder checks it.
  if (services.kind !== 'cli') integrity.start();
  const ending = new AbortController();
  const watched = openChanges({
    record: join(foundation.folder, 'keydesk.db'),
    directory: directoryFile(foundation.folder),
    settings: join(foundation.folder, 'settings.json'),
    secrets: join(foundation.folder, 'secrets'),
  });
  const tenants = createTenants({
    store: foundation.store,
    imported: foundation.imported,
    log,
    settings,
    signIns,
    connections,
    activity: activity.of({
      get id() {
        return connections.bind().id;
      },
      signedIn: () => connections.bind().signedIn(),
    }),
    busy: enrollments.busy,
    ended: ending.signal,
    onFileChange: watched.subscribe,
  });
  // Who is signed in is the actor of the log from the start on.
  const { saved } = connections.bind();
  if (saved !== null) await signIns.account(saved).catch(error => foundation.log(`sign-in: ${String(error)}`));
  // A connection of an earlier Keydesk has no name yet; nobody waits for it.
  if (saved !== null && saved.tenantName === undefined && services.kind !== 'cli') {
    void tenants.learnName().catch(() => undefined);
  }

  const reachable = async () => {
    const { connection } = connections.bind();
    return connection === null ? null : isReachable(connection, foundation.network);
  };
  // A command imports when it is told to, and at an activation station nobody would see how it went.
  const scheduled = services.kind !== 'cli' && station === 'desk';
  const schedule = scheduleImports({
    every: () => (scheduled ? settings.get().importEvery : null),
    bind: () => {
      const { tenant, imported } = desk();
      return {
        lastAt: async () => (await imported.state()).usersAt,
        reachable: async () => tenant.connection !== null && isReachable(tenant.connection, foundation.network),
        run: async () => {
          foundation.store.database.refuseOutdated();
          await imported.importUnasked();
        },
      };
    },
    log,
  });

  const core: CoreServices = {
    station,
    settings,
    changes: watched,
    connections,
    keyHost,
    keys,
    enrollments,
    runs,
    desk,
    refuseOutdated: () => foundation.store.database.refuseOutdated(),
    backups: createBackups({
      ...foundation,
      activity: () => activity.of(boundOrNone(connections, log)),
      dataFolder: options.dataFolder,
      practice: options.practice,
      version: packageJson.version,
    }),
    info: () => {
      const bound = connections.bind();
      return {
        version: packageJson.version,
        shell: services.kind,
        shellReason: services.reason,
        practice: options.practice,
        undecided: options.undecided === true && bound.saved === null,
        realTenant,
        station,
        dataFolder: options.dataFolder,
        damage: integrity.damage(),
        connection: infoOf(bound),
      };
    },
    reachable,
    tenants,
    checkConnected: async (request, signal) => {
      const { tenant, activation: users } = desk();
      const report = await checkConnected({ tenant, signIns, users }, request, signal);
      if (report.lines[0]?.status === 'passed' && tenant.saved !== null) {
        // The check is the answer. The name is only shown, and is asked for again at the next start.
        await tenants.learnName().catch(() => undefined);
      }
      return report;
    },
    checkNetwork: async signal => {
      const { tenant, webhooks } = desk();
      const own = destinationsOf(tenant.saved, tenant.connection?.graphUrl, options.practice);
      return checkNetwork(foundation.network, [...own, ...(await webhooks.destinations())], signal);
    },
    openAdminPage: page => openAdminPage(settings.get().connections, page, services.openUrl),
    setMode: createModeSwitch({
      ...foundation,
      practice: options.practice,
      restart: services.restart,
      enrollments,
      runs,
    }),
    setToken: token => {
      connections.setToken(token);
      desk().activity.record({ kind: 'connection-changed', facts: { newToken: true } });
      // The name is only shown. What is wrong with the token, the first request tells.
      void tenants.learnName().catch(() => undefined);
    },
    changeSettings: async change => {
      const write = () => changeSettings(settings, desk().activity, change);
      const changed = await changeStation(foundation.store, change.station, write);
      // Nobody who has just asked for it should wait for the next look.
      if (change.importEvery !== undefined) void schedule.look();
      return changed;
    },
    practiceState: () => {
      const state = keyHost.practice();
      if (state === null)
        throw keyHost.problems()[0] ?? new KeydeskError('invalid-input', { detail: 'practice-off' });
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
        ['inventory', async () => stopNoting()],
        ['assignments', assignments.close],
        ['workflows', workflows.close],
        ['webhooks', webhooks.close],
        ['pruning', pruner.close],
        ['check of the record', integrity.close],
        ...foundation.closing,
      ]);
    },
  };
}

/** Where an entry belongs that must be written also while the settings cannot be read: then it names the user of this computer. */
function boundOrNone(connections: Pick<Connections, 'bind'>, log: (message: string) => void): EntryPlace {
  try {
    return connections.bind();
  } catch (error) {
    log(`activity: ${String(error)}`);
    return { id: null, signedIn: () => null };
  }
}

function infoOf({ id, connection, name }: BoundTenant): SystemInfo['connection'] {
  if (connection === null) return null;
  const { graphUrl, tenantId, version } = connection;
  return { name: name ?? graphUrl, graphUrl, tenantId: tenantId && (id ?? tenantId), version };
}
