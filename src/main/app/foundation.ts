import { join } from 'node:path';
import type { Settings } from '../../contract/settings/schema.ts';
import { securedText } from '../../contract/system/words.ts';
import { type Actor, osUser } from '../base/actor.ts';
import { type Closing, closeInOrder } from '../base/closing.ts';
import { keyLocksFolder } from '../base/folder/dataFolder.ts';
import { secureFolder } from '../base/folder/secureFolder.ts';
import type { Store } from '../base/store/database.ts';
import { openDeskTime } from '../base/store/deskTime.ts';
import { openDocuments } from '../base/store/documents.ts';
import { type OtherDesks, registerInstance } from '../base/store/instance.ts';
import { openConnectedTenant } from '../features/connections/connectedTenant.ts';
import { openImported } from '../features/directory/importedDirectories.ts';
import { openActivity } from '../services/activity/activityLog.ts';
import { createGenerations } from '../services/auth/generations.ts';
import { createSignIns, type SignIns } from '../services/auth/signIns.ts';
import { openVault } from '../services/auth/vault.ts';
import { openDeskKeys } from '../services/deskKeys/openDeskKeys.ts';
import { startKeyHost } from '../services/keys/keyHost.ts';
import { createKeys } from '../services/keys/keysOfHost.ts';
import { openMetadata } from '../services/metadata/metadata.ts';
import { type Network, openNetwork } from '../services/network/network.ts';
import { cupsPrinters } from '../services/printers/printers.ts';
import { openSharedRecord, type SharedRecord } from '../services/record/sharedRecord.ts';
import { openSettings, type SettingsStore } from '../services/settings/settings.ts';
import { keepStationMark, readStationMark } from '../services/settings/stationMark.ts';
import type { CoreOptions } from './coreOptions.ts';
import { entryPlace } from './entryPlace.ts';
import { openRecordInTurn } from './record/openRecord.ts';
import { sharedTables } from './record/sharedTables.ts';

/**
 * Opens what every part of the core needs: the data folder and its content, the connections, the keys, the activity
 * log.
 * @throws KeydeskError data-folder-…, settings-damaged, settings-newer, connection-insecure, and as openStore
 */
export async function openFoundation(options: CoreOptions) {
  const opened: Closing[] = [];
  try {
    return await open(options, opened);
  } catch (error) {
    // If the core does not start, everything that was opened is closed, so that the data folder is not left in use.
    await closeInOrder(opened.toReversed()).catch(cause => options.log?.(`closing: ${String(cause)}`));
    throw error;
  }
}

/** What every part of the core needs, for all tenants. */
export type Foundation = Awaited<ReturnType<typeof openFoundation>>;

/** @param opened Gets each part as soon as it is open */
async function open(options: CoreOptions, opened: Closing[]) {
  const { practice, services } = options;
  const log = options.log ?? (() => undefined);
  const secured = secureFolder(options.dataFolder);
  if (secured !== null) options.notice?.(securedText(secured));
  const folder = practice ? join(options.dataFolder, 'practice') : options.dataFolder;
  const network = openNetwork({ resolveSystem: services.resolveProxy });
  const { store, settings, vault, signIns, means, record, time, instance } = await openFolder(options, {
    folder,
    network,
    log,
    opened,
  });
  const user = osUser();
  const connectedTenant = await connect(options, { folder, store, settings, network, signIns, osUser: user });
  const keyHost = startKeyHost(services.spawnKeyHost, {
    hid: !practice,
    udp: options.udpKeys ?? [],
    practice: practice ? { folder } : null,
    locks: keyLocksFolder(),
  });
  const activity = openActivity({ folder, store, osUser: user, log, clock: () => new Date(store.database.now()) });
  if (secured !== null) {
    activity.of(connectedTenant.bind()).record({ kind: 'data-folder-secured', facts: { ...secured } });
  }
  const documents = openDocuments(store);
  const station = stationOf(options, settings.get());
  const deskKeys = openDeskKeys({
    database: store.database,
    record,
    vault,
    holder: services.sealer?.name ?? null,
    isStation: () => station === 'activation',
    isCommand: services.kind === 'cli',
    activity: () => activity.of(entryPlace({ connectedTenant, log })),
    log,
  });
  const imported = openImported({ folder, threadModule: options.directoryThread, log });

  return {
    folder,
    log,
    store,
    record,
    recordMeans: means,
    vault,
    settings,
    network,
    printers: cupsPrinters(),
    instance,
    sealer: services.sealer,
    deskKeys,
    /** The use of this computer's window. */
    station,
    signIns,
    connectedTenant,
    keyHost,
    keys: createKeys(keyHost),
    /** The user of this computer. */
    osUser: user,
    activity,
    documents,
    time,
    imported,
    metadata: openMetadata(folder, () => new Date(time.now()), undefined, network),
    /** How all parts are closed, in this order. */
    closing: [
      ['import', imported.close],
      ['key host', keyHost.close],
      ['kept answers', documents.close],
      ['connected tenant', connectedTenant.close],
      ['network', async () => network.close()],
      ['activity log', activity.close],
      ['time', time.close],
      ['keys of desks', deskKeys.close],
      ['record', record.close],
      ['database', store.close],
      ['lock', instance.close],
    ] satisfies Closing[],
  };
}

interface FolderParts {
  readonly folder: string;
  readonly network: Network;
  readonly log: (message: string) => void;
  /** Gets each part as soon as it is open. */
  readonly opened: Closing[];
}

/** Opens the content of the data folder. */
async function openFolder(options: CoreOptions, { folder, network, log, opened }: FolderParts) {
  const store = await openRecordInTurn(folder, { log });
  opened.push(['database', store.close]);
  const mark = readStationMark(folder);
  const settings = await openSettings(folder, mark);
  // A full disk must not stop the start: Keydesk can still show its data.
  await keepStationMark(store, mark, settings.get().station).catch(error => log(`station: ${String(error)}`));
  const time = await openDeskTime(store, log, options.clocks);
  opened.push(['time', time.close]);
  const vault = openVault(folder, options.services.sealer);
  const connection = (id: string) => settings.get().connections.find(each => each.id === id);
  const signIns = createSignIns({
    ...options.signIn,
    network,
    vault,
    generations: createGenerations(store),
    connection,
    tenantNames: store.tenantNames,
    openUrl: options.services.openUrl,
  });
  const means = { vault, signIns, connection, roots: network.trust.roots };
  const record = await openSharedRecord({ folder, store, means, names: sharedTables, log });
  opened.push(['record', record.close]);
  const desk = record.state()?.desk;
  const instance = registerInstance(
    folder,
    log,
    desk === undefined ? undefined : othersOf(desk, record, stationOf(options, settings.get())),
  );
  opened.push(['lock', instance.close]);
  return { store, settings, vault, signIns, means, record, time, instance };
}

/** SECURITY: a station never leads. It has no right to what leaders write. */
function othersOf(desk: string, record: SharedRecord, station: Settings['station']): OtherDesks {
  const { isAlive, isPresent, mayLead } = record;
  return { desk, isAlive, isPresent, mayLead: () => (station === 'desk' ? mayLead() : undefined) };
}

interface ConnectParts {
  readonly folder: string;
  readonly store: Store;
  readonly settings: SettingsStore;
  readonly network: Network;
  readonly signIns: SignIns;
  readonly osUser: Actor;
}

/** Opens the connected tenant. */
function connect(options: CoreOptions, { folder, store, settings, network, signIns, osUser }: ConnectParts) {
  return openConnectedTenant({
    practiceFolder: options.practice ? folder : null,
    settings,
    signIns,
    osUser,
    tenantNames: store.tenantNames,
    network,
    graph: options.graph,
    graphVersion: options.graphVersion,
    oneTenant: options.oneTenant,
  });
}

/**
 * Returns the use of this window. The command line is always for staff, whatever the window of this computer is for.
 */
function stationOf({ activate, services }: CoreOptions, settings: Settings): Settings['station'] {
  if (services.kind === 'cli') return 'desk';
  return activate === true ? 'activation' : settings.station;
}
