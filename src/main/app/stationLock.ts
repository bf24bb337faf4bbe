import { KeydeskError } from '../../contract/errors/errors.ts';
import type { Settings } from '../../contract/settings/schema.ts';
import type { SystemInfo } from '../../contract/system/schema.ts';
import { isAmong } from './procedurePaths.ts';

/**
 * What the window of an activation station may call: paths of the contract, which include all paths below them.
 * SECURITY: people at a station are not staff. The core itself refuses all other calls; hiding them in the window would
 * not protect anything.
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
 * Returns the settings that a window may read. SECURITY: the window of a locked station needs the theme and the PIN
 * rule. It must not show the names and ids of connections.
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
}

/**
 * Returns what a window may know about this Keydesk. SECURITY: a locked station gets neither the tenant nor the data
 * folder.
 */
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
    seals: false,
    damage: null,
    connection: null,
  };
}
