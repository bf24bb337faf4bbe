import { join, resolve } from 'node:path';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Settings, type SettingsChange, settingsSchema } from '../../../contract/settings/schema.ts';
import { storageError } from '../../base/store/storageError.ts';
import { loadElectronStore } from './electronStore.ts';
import { migrateSettings } from './migrate.ts';
import { damaged, readSettingsFile } from './settingsFile.ts';

const defaults: Settings = {
  theme: 'system',
  language: 'system',
  station: 'desk',
  importEvery: null,
  weakPins: 'refused',
  enrollAway: 'refused',
  pinDigits: null,
  organizationName: '',
  organizationContact: '',
  mailText: '',
  chatText: '',
  pinPrinter: null,
  pinPaper: 'a4',
  runSounds: true,
  runColors: true,
  connections: [],
  currentConnection: null,
};

/** The settings of a data folder. They are written atomically, and never contain a secret. */
export interface SettingsStore {
  /**
   * @throws KeydeskError settings-damaged, settings-newer if another program changed the file, and as storageError.ts
   * names it
   */
  get(): Settings;
  /** @throws KeydeskError invalid-input, and as `get` and storageError.ts name it; the file is then not changed */
  set(change: SettingsChange | Pick<Settings, 'connections' | 'currentConnection'>): Settings;
}

/**
 * Opens `settings.json` of the data folder.
 * @param mark The use of this computer's window at its last start (stationMark.ts). SECURITY: it applies if the file
 * does not contain the use, so that a station does not become a desk if its file is deleted or truncated.
 * @throws KeydeskError settings-damaged, settings-newer, and as storageError.ts names it; the file is then not changed
 */
export async function openSettings(dataFolder: string, mark?: Settings['station']): Promise<SettingsStore> {
  const file = join(dataFolder, 'settings.json');
  const base = { ...defaults, ...(mark === undefined ? {} : { station: mark }) };
  /** The last content of the file. It stays valid if the file is deleted while Keydesk runs. */
  let known: Record<string, unknown> = {};
  // Reads unparsed members: an older Keydesk may have written the file. The next change writes the new format.
  const readAll = () => {
    known = readSettingsFile(file) ?? known;
    return migrated(file, { ...base, ...known });
  };
  const read = () => validated(file, readAll());
  read();
  const store = await openFile(dataFolder, file);
  return {
    get: read,
    set: change => {
      const next = settingsSchema.safeParse({ ...read(), ...change });
      if (!next.success) throw new KeydeskError('invalid-input', { detail: 'settings' }, { cause: next.error });
      const written = { ...readAll(), ...next.data };
      try {
        store.store = written;
      } catch (cause) {
        throw unwritable(dataFolder, file, cause);
      }
      known = written;
      return next.data;
    },
  };
}

function migrated(file: string, settings: Record<string, unknown>): Record<string, unknown> {
  try {
    return migrateSettings(settings);
  } catch (cause) {
    throw damaged(file, cause);
  }
}

function validated(file: string, settings: Record<string, unknown>): Settings {
  const read = settingsSchema.safeParse(settings);
  if (!read.success) throw damaged(file, read.error);
  return read.data;
}

async function openFile(dataFolder: string, file: string) {
  const ElectronStore = await loadElectronStore();
  try {
    // electron-store refuses a relative folder.
    return new ElectronStore<Settings>({
      cwd: resolve(dataFolder),
      name: 'settings',
      clearInvalidConfig: false,
      configFileMode: 0o600,
    });
  } catch (cause) {
    throw unwritable(dataFolder, file, cause);
  }
}

function unwritable(folder: string, file: string, cause: unknown): unknown {
  const known = storageError(file, cause);
  return known instanceof KeydeskError ? known : new KeydeskError('data-folder-unwritable', { folder }, { cause });
}
