import { defaultDataFolder } from '../base/folder/dataFolder.ts';
import { openSettings } from '../services/settings/settings.ts';
import { readStationMark } from '../services/settings/stationMark.ts';
import { parseWindowArguments } from './windowArguments.mjs';

/** What `npm start` and the installed app accept. */
export interface WindowOptions {
  dataFolder: string;
  practice: boolean;
  /** Practice mode, because neither it nor a tenant was asked for. */
  undecided: boolean;
  /** Users activate their own keys in it; undefined: as the settings say. */
  activate: boolean | undefined;
  /** False: the window is not opened, the file that leads to it is named as one line of JSON (for tests). */
  open: boolean;
  /** Only tell how to start it. */
  help: boolean;
  /** Why this shell runs: `asked`, `electron`, or what the launcher says in its own words. */
  reason: string;
  /** Development keys over UDP, from KEYDESK_UDP_KEYS: `PORT:REPLYPORT`, separated by commas. */
  udpKeys: readonly string[];
}

/**
 * Reads the arguments. Practice mode is on when asked for, and by itself as long as no tenant is connected: the window then begins
 * with a choice between the two. `--no-practice` opens the real thing at once.
 * @throws WindowUsageError
 */
export async function readWindowOptions(args: readonly string[], reason: string): Promise<WindowOptions> {
  const values = parseWindowArguments(args);
  const dataFolder = values.data ?? defaultDataFolder();
  const decided = values.practice === true || values['no-practice'] === true;
  const undecided = !decided && !(await isInUse(dataFolder));
  return {
    dataFolder,
    practice: undecided || values.practice === true,
    undecided,
    activate: values.activate === true ? true : undefined,
    open: values['no-open'] !== true,
    help: values.help === true,
    reason: values.reason ?? reason,
    udpKeys: (process.env.KEYDESK_UDP_KEYS ?? '').split(',').filter(text => text !== ''),
  };
}

/**
 * Whether a tenant is connected, or the window is an activation station. A folder that cannot be read counts as in use: the core
 * says what is wrong with it.
 */
async function isInUse(dataFolder: string): Promise<boolean> {
  try {
    // SECURITY: a station whose settings file is gone must not open the practice desk.
    const { currentConnection, station } = (await openSettings(dataFolder, readStationMark(dataFolder))).get();
    return currentConnection !== null || station === 'activation';
  } catch {
    return true;
  }
}
