import { KeydeskError } from '../../contract/errors/errors.ts';
import type { Settings } from '../../contract/settings/schema.ts';
import type { SystemInfo } from '../../contract/system/schema.ts';
import { isAmong } from './procedurePaths.ts';

/**
 * What the window of an activation station may ask for: a path of the contract, or all below it.
 * SECURITY: whoever stands at such a station is no member of staff. The core refuses the rest itself; that the window does not
 * show it would be no protection.
 */
const ALLOWED: readonly string[] = [
  'system',
  'settings.get',
  'keys.watch',
  'practice',
  'activation.state',
  'activation.signIn',
  'activation.enterCode',
  'activation.run',
  'activation.answerPin',
  'activation.leave',
];

/** @throws KeydeskError station-locked */
export function checkStation(station: 'desk' | 'activation', path: readonly string[]): void {
  if (station === 'desk') return;
  if (!isAmong(ALLOWED, path)) {
    throw new KeydeskError('station-locked');
  }
}

/**
 * Returns the settings as a window may know them. SECURITY: the window of a locked station uses the theme and the rule for PINs; the names
 * and ids of connections are not for people who stand there.
 */
export function settingsFor(station: 'desk' | 'activation', settings: Settings): Settings {
  if (station === 'desk') return settings;
  const { theme, language, weakPins } = settings;
  return {
    theme,
    language,
    weakPins,
    station: settings.station,
    importEvery: null,
    pinDigits: null,
    connections: [],
    currentConnection: null,
  };
}

/** Returns what a window may know of this Keydesk. SECURITY: at a locked station neither the tenant nor the folder of its data. */
export function infoFor(station: 'desk' | 'activation', info: SystemInfo): SystemInfo {
  if (station === 'desk') return info;
  const { version, shell, practice, undecided } = info;
  return {
    version,
    shell,
    practice,
    undecided,
    station,
    shellReason: '',
    realTenant: null,
    dataFolder: '',
    damage: null,
    connection: null,
  };
}
