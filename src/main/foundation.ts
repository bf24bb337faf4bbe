import { join } from 'node:path';
import type { Settings } from '../contract/system.ts';
import { openActivity } from './activity/activity.ts';
import { osUser } from './activity/actor.ts';
import { recordedMetadata } from './activity/recorded.ts';
import { createSignIns } from './auth/signIns.ts';
import { openVault } from './auth/vault.ts';
import { nameOfConnection, openConnections } from './connections.ts';
import type { CoreOptions } from './coreOptions.ts';
import { keyLocksFolder } from './dataFolder.ts';
import { openImported } from './directory/imported.ts';
import { openPasskeyLists } from './directory/passkeyLists.ts';
import { startKeyHost } from './keys/keyHost.ts';
import { createKeys } from './keys/keys.ts';
import { newPinRule } from './keys/newPinRule.ts';
import { openMetadata } from './metadata/metadata.ts';
import { openSettings } from './settings/settings.ts';
import { openStore } from './store/database.ts';
import { openDocuments } from './store/documents.ts';
import { registerInstance } from './store/instance.ts';

/**
 * Opens what every part of the core stands on: the data folder and what is kept there, the tenant, the keys, the log of changes.
 * @throws KeydeskError data-folder-unwritable, database-damaged, database-newer, settings-damaged, connection-insecure
 */
export async function openFoundation(options: CoreOptions) {
  const { practice, services } = options;
  const log = options.log ?? (() => undefined);
  const folder = practice ? join(options.dataFolder, 'practice') : options.dataFolder;
  const store = openStore(folder);
  const settings = await openSettings(folder);
  const instance = registerInstance(folder);
  const signIns = createSignIns({
    ...options.signIn,
    vault: openVault(folder, services.sealer),
    openUrl: services.openUrl,
  });
  const user = osUser();
  const connections = await openConnections({
    practiceFolder: practice ? folder : null,
    settings,
    signIns,
    osUser: user,
    graph: options.graph,
  });
  const keyHost = startKeyHost(services.spawnKeyHost, {
    hid: !practice,
    udp: options.udpKeys ?? [],
    practice: practice ? { folder } : null,
    locks: keyLocksFolder(),
  });
  const actor = () => connections.actor() ?? user;
  const tenant = () => nameOfConnection(connections.current());
  const activity = openActivity({ folder, store, actor, tenant, log });
  const documents = openDocuments(store, () => tenant() ?? '');
  const imported = openImported({ folder, connections, activity, threadModule: options.directoryThread });

  return {
    folder,
    log,
    store,
    settings,
    instance,
    /** What this computer's window is for. */
    station: stationOf(options, settings.get()),
    signIns,
    connections,
    keyHost,
    keys: createKeys(keyHost),
    newPinRule: newPinRule(settings),
    actor,
    /** Names the connected tenant in all that is kept; null where none is. */
    tenant,
    activity,
    documents,
    imported,
    passkeyLists: openPasskeyLists(store, () => tenant() ?? ''),
    metadata: recordedMetadata(openMetadata(folder), activity),
    close: async () => {
      await imported.close();
      await keyHost.close();
      await documents.close();
      await connections.close();
      await activity.close();
      await store.close();
      instance.close();
    },
  };
}

/** The command line is staff's, whatever the window of this computer is for. */
function stationOf({ activate, services }: CoreOptions, settings: Settings): Settings['station'] {
  if (services.kind === 'cli') return 'desk';
  return activate === true ? 'activation' : settings.station;
}
