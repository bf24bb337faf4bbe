import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { KeydeskError } from '../contract/errors.ts';
import type { Settings, SystemInfo } from '../contract/system.ts';
import { createActivation } from './activation/activation.ts';
import { openActivity } from './activity/activity.ts';
import { osUser } from './activity/actor.ts';
import { recordedChanges, recordedDirectory, recordedMetadata } from './activity/recorded.ts';
import { createAssignments } from './assignments/assignments.ts';
import { revokingDirectory } from './assignments/revokingDirectory.ts';
import { createSignIns, type SignInParts } from './auth/signIns.ts';
import { openVault } from './auth/vault.ts';
import { nameOfConnection, type OpenConnections, openConnections } from './connections.ts';
import { createDirectory } from './directory/directory.ts';
import { groupsOfUsers } from './directory/groups.ts';
import { scheduleImports } from './directory/import/schedule.ts';
import { openImported } from './directory/imported.ts';
import { keepingDirectory, openPasskeyLists } from './directory/passkeyLists.ts';
import { createEnrollments } from './enrollment/enrollments.ts';
import { openJournal } from './enrollment/journal.ts';
import { isReachable } from './graph/reachable.ts';
import { createInventory } from './inventory/inventory.ts';
import { startKeyHost } from './keys/keyHost.ts';
import { createKeys } from './keys/keys.ts';
import { createKeyManagement } from './keys/management/management.ts';
import { openMetadata } from './metadata/metadata.ts';
import { createPolicies } from './policy/policies.ts';
import { type CoreRouter, createRouter } from './router.ts';
import type { CoreServices } from './services.ts';
import { openSettings } from './settings/settings.ts';
import type { ShellServices } from './shellServices.ts';
import { openStore } from './store/database.ts';
import { openDocuments } from './store/documents.ts';
import { registerInstance } from './store/instance.ts';
import { createPruner } from './store/pruner.ts';
import { openAdminPage } from './tenants/adminPages.ts';
import { checkConnected } from './tenants/check.ts';
import { createTenants } from './tenants/tenants.ts';
import { openWebhooks } from './webhooks/webhooks.ts';
import { openWorkflows } from './workflows/workflows.ts';

export interface CoreOptions {
  dataFolder: string;
  /** A software key and a simulated tenant inside, in a folder of their own; nothing real is touched. */
  practice: boolean;
  /** Users activate their own keys, and nothing else can be done; without it the settings say what this computer is for. */
  activate?: boolean | undefined;
  services: ShellServices;
  /** Development keys over UDP, each `PORT:REPLYPORT`. */
  udpKeys?: readonly string[];
  /** A connection for this run alone, before the one in the settings. */
  graph?: { graphUrl: string; version: 'v1.0' | 'beta'; token?: string };
  /** How this run signs in, where that is not the settings' matter. */
  signIn?: Pick<SignInParts, 'loginCa' | 'credential' | 'timeout'>;
  /** The code of the directory's thread, where the core is built into one file. */
  directoryThread?: URL;
  /** The same of the workflows' engine. */
  workflowThread?: URL;
  /** Secrets of webhooks, where the shell has no safe place to keep them. */
  webhookSecrets?: readonly string[];
  log?: (message: string) => void;
}

export interface Core {
  readonly router: CoreRouter;
  /** Settles when the enrolments that an earlier run left unfinished have been looked at once. Never rejects. */
  readonly recovered: Promise<void>;
  close(): Promise<void>;
}

/** How long a user may take to sign in at a station, in ms. */
const SIGN_IN_TIMEOUT = 5 * 60_000;

/** The command line is staff's, whatever the window of this computer is for. */
function stationOf({ activate, services }: CoreOptions, settings: Settings): Settings['station'] {
  if (services.kind === 'cli') return 'desk';
  return activate === true ? 'activation' : settings.station;
}

/**
 * Starts the application logic in any shell.
 * @throws KeydeskError data-folder-unwritable, database-damaged, database-newer, settings-damaged, connection-insecure
 */
export async function startCore(options: CoreOptions): Promise<Core> {
  const log = options.log ?? (() => undefined);
  const folder = options.practice ? join(options.dataFolder, 'practice') : options.dataFolder;
  const store = openStore(folder);
  const settings = await openSettings(folder);
  const instance = registerInstance(folder);
  const station = stationOf(options, settings.get());
  const signIns = createSignIns({
    ...options.signIn,
    vault: openVault(folder, options.services.sealer),
    openUrl: options.services.openUrl,
  });
  const user = osUser();
  const connections = await openConnections({
    practiceFolder: options.practice ? folder : null,
    settings,
    signIns,
    osUser: user,
    graph: options.graph,
  });
  const keyHost = startKeyHost(options.services.spawnKeyHost, {
    hid: !options.practice,
    udp: options.udpKeys ?? [],
    practice: options.practice ? { folder } : null,
  });
  const keys = createKeys(keyHost);
  const activity = openActivity({
    folder,
    store,
    actor: () => connections.actor() ?? user,
    tenant: () => nameOfConnection(connections.current()),
    log,
  });
  const documents = openDocuments(store, () => nameOfConnection(connections.current()) ?? '');
  const imported = openImported({ folder, connections, activity, threadModule: options.directoryThread });
  const passkeyLists = openPasskeyLists(store, () => nameOfConnection(connections.current()) ?? '');
  const recorded = recordedDirectory(
    keepingDirectory(createDirectory(connections, imported, documents), passkeyLists),
    activity,
  );
  const journal = openJournal(store, instance);
  const metadata = recordedMetadata(openMetadata(folder), activity);
  const tenant = () => nameOfConnection(connections.current());
  const assignments = createAssignments({
    store,
    instance,
    activity,
    directory: recorded,
    tenant,
    deleteMethod: async (user, id, signal) => {
      await connections.graph().fido2Methods.delete(user, id, { signal });
      await passkeyLists.drop(user, id);
    },
    membersAmong: imported.membersAmong,
    log,
  });
  const directory = revokingDirectory(recorded, assignments);
  const inventory = createInventory({ store, keys, keyHost, metadata, activity, assignments, tenant, log });
  const groupsOf = groupsOfUsers(connections, imported, documents);
  const policies = createPolicies({ connections, documents, metadata, groupsOf });
  const enrollments = createEnrollments({
    metadata,
    connections,
    directory,
    keys,
    journal,
    keyHost,
    policies,
    activity,
    assignments,
    inventory,
    passkeyLists,
    log,
  });
  const webhooks = openWebhooks({
    store,
    instance,
    sealer: options.services.sealer,
    knownSecrets: options.webhookSecrets ?? [],
    tenant,
    activity,
    log,
  });
  const workflows = openWorkflows({
    folder,
    store,
    activity,
    actor: () => connections.actor() ?? user,
    tenant,
    imported,
    announce: options.services.kind !== 'cli',
    threadModule: options.workflowThread,
    log,
  });

  const pruner = createPruner({ database: store.database, log });
  pruner.start();

  const tenants = createTenants({ settings, signIns, connections, activity, busy: enrollments.busy });
  // Who is signed in is the actor of the log from the start on.
  const saved = connections.saved();
  if (saved !== null) await signIns.account(saved).catch(() => null);

  // A command imports when it is told to, and at an activation station nobody would see how it went.
  const scheduled = options.services.kind !== 'cli' && station === 'desk';
  const schedule = scheduleImports({
    every: () => (scheduled ? settings.get().importEvery : null),
    lastAt: async () => (await imported.state()).usersAt,
    reachable: async () => {
      const connection = connections.current();
      return connection !== null && (await isReachable(connection));
    },
    run: imported.importUnasked,
    log,
  });

  const activation = createActivation({
    store,
    activity,
    keys,
    keyHost,
    inventory,
    policies,
    directory,
    workflows,
    enroll: enrollments.start,
    tenant,
    tenantName: connections.name,
    connection: connections.saved,
    userSignIn: {
      openUrl: options.services.openUrl,
      loginCa: options.signIn?.loginCa,
      timeout: options.signIn?.timeout ?? SIGN_IN_TIMEOUT,
    },
    locked: station === 'activation',
  });

  const core: CoreServices = {
    station,
    activation,
    settings,
    connections,
    keyHost,
    keys,
    keyManagement: createKeyManagement(keys, keyHost, activity, inventory),
    metadata,
    directory,
    imported,
    enrollments,
    policies,
    activity,
    assignments,
    inventory,
    passkeyLists,
    webhooks,
    workflows,
    info: () => ({
      version: packageJson.version,
      shell: options.services.kind,
      shellReason: options.services.reason,
      practice: options.practice,
      station,
      dataFolder: options.dataFolder,
      connection: infoOf(connections),
    }),
    tenants,
    checkConnected: (name, signal) => checkConnected({ connections, signIns }, name, signal),
    openAdminPage: page => openAdminPage(settings.get().connections, page, options.services.openUrl),
    ...recordedChanges({ settings, connections }, activity),
    practiceState: () => {
      const state = keyHost.practice();
      if (state === null) throw new KeydeskError('invalid-input', { detail: 'practice mode is off' });
      return state;
    },
  };

  return {
    router: createRouter(core),
    recovered: enrollments.recoverNow(),
    close: async () => {
      schedule.close();
      await enrollments.close();
      inventory.close();
      await assignments.close();
      await workflows.close();
      await webhooks.close();
      await imported.close();
      keyHost.close();
      await documents.close();
      await connections.close();
      await pruner.close();
      await activity.close();
      await store.close();
      instance.close();
    },
  };
}

function infoOf(connections: OpenConnections): SystemInfo['connection'] {
  const connection = connections.current();
  if (connection === null) return null;
  const { graphUrl, tenantId, version } = connection;
  return { name: connections.name() ?? graphUrl, graphUrl, tenantId, version };
}
