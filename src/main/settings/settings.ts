import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KeydeskError } from '../../contract/errors.ts';
import { type Settings, type SettingsChange, settingsSchema } from '../../contract/system.ts';
import { loadElectronStore } from './electronStore.ts';
import { migrateSettings } from './migrate.ts';

const defaults: Settings = {
  theme: 'system',
  station: 'desk',
  importEvery: null,
  weakPins: 'refused',
  connections: [],
  currentConnection: null,
};

/** The settings of a data folder. Written atomically; never a secret among them. */
export interface SettingsStore {
  get(): Settings;
  /** @throws KeydeskError invalid-input, data-folder-unwritable */
  set(change: SettingsChange | Pick<Settings, 'connections' | 'currentConnection'>): Settings;
}

/** Opens `settings.json` of the data folder. @throws KeydeskError settings-damaged; the file is left as it is. */
export async function openSettings(dataFolder: string): Promise<SettingsStore> {
  const ElectronStore = await loadElectronStore();
  const file = join(dataFolder, 'settings.json');
  const existed = existsSync(file);
  try {
    const store = new ElectronStore<Settings>({
      // It refuses a relative one.
      cwd: resolve(dataFolder),
      name: 'settings',
      clearInvalidConfig: false,
    });
    // As plain members: the file may be of an older Keydesk, and is written in the new form with the next change.
    const all = () => migrateSettings({ ...defaults, ...store.store });
    const read = () => settingsSchema.parse(all());
    read();
    return {
      get: read,
      set: change => {
        const next = settingsSchema.safeParse({ ...read(), ...change });
        if (!next.success) throw new KeydeskError('invalid-input', { detail: 'settings' }, { cause: next.error });
        try {
          store.store = { ...all(), ...next.data };
        } catch (cause) {
          throw new KeydeskError('data-folder-unwritable', { folder: dataFolder }, { cause });
        }
        return next.data;
      },
    };
  } catch (cause) {
    if (cause instanceof KeydeskError) throw cause;
    if (!existed) throw new KeydeskError('data-folder-unwritable', { folder: dataFolder }, { cause });
    throw new KeydeskError('settings-damaged', { file }, { cause });
  }
}
