import { defaultDataFolder } from '../base/folder/dataFolder.ts';
import { openSettings } from '../services/settings/settings.ts';
import { readStationMark } from '../services/settings/stationMark.ts';
import { parseWindowArguments } from './windowArguments.mjs';

/** The options of `npm start` and the installed app. */
export interface WindowOptions {
  dataFolder: string;
  practice: boolean;
  /** Practice mode is on because neither practice mode nor a tenant was requested. */
  undecided: boolean;
  /** Users activate their own keys in this window. Undefined: the settings decide. */
  activate: boolean | undefined;
  /** False: does not open the window, and prints the file that leads to it as one line of JSON (for tests). */
  open: boolean;
  /** Only print the help. */
  help: boolean;
  /** Why this shell runs: `asked`, `electron`, or a reason of the launcher (scripts/electron.mjs). */
  reason: string;
  /** Development keys over UDP, from KEYDESK_UDP_KEYS: `PORT:REPLYPORT`, separated by commas. */
  udpKeys: readonly string[];
}

/**
 * Reads the arguments. Practice mode is on if it is requested, or if no tenant is connected. In the second case, the
 * window begins with a choice. `--no-practice` opens the real tenant at once.
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
 * Returns whether a tenant is connected, or the window is an activation station. A folder that cannot be read counts as
 * in use: the core reports what is wrong with it.
 */
async function isInUse(dataFolder: string): Promise<boolean> {
  try {
    // SECURITY: a station whose settings file was deleted must not open the practice desk.
    const { currentConnection, station } = (await openSettings(dataFolder, readStationMark(dataFolder))).get();
    return currentConnection !== null || station === 'activation';
  } catch {
    return true;
  }
}
