import { parseArgs } from 'node:util';
import { defaultDataFolder } from '../dataFolder.ts';
import { openSettings } from '../settings/settings.ts';

/** What `npm start` and the installed app accept. */
export interface WindowOptions {
  dataFolder: string;
  practice: boolean;
  /** Practice mode, because neither it nor a tenant was asked for. */
  undecided: boolean;
  /** Users activate their own keys in it; undefined: as the settings say. */
  activate: boolean | undefined;
  /** False: the window is not opened, its address is told as one line of JSON (for tests). */
  open: boolean;
  /** Why this shell runs, in words for the About section. */
  reason: string;
  /** Development keys over UDP, from KEYDESK_UDP_KEYS: `PORT:REPLYPORT`, separated by commas. */
  udpKeys: readonly string[];
}

/**
 * Reads the arguments. Practice mode is on when asked for, and by itself as long as no tenant is connected: the window then begins
 * with a choice between the two. `--no-practice` opens the real thing at once.
 */
export async function readWindowOptions(args: readonly string[], reason: string): Promise<WindowOptions> {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    strict: false,
    options: {
      data: { type: 'string' },
      practice: { type: 'boolean' },
      activate: { type: 'boolean' },
      open: { type: 'boolean', default: true },
      reason: { type: 'string', default: reason },
    },
  });
  const dataFolder = typeof values.data === 'string' ? values.data : defaultDataFolder();
  const undecided = typeof values.practice !== 'boolean' && !(await hasConnection(dataFolder));
  return {
    dataFolder,
    practice: undecided || values.practice === true,
    undecided,
    activate: values.activate === true ? true : undefined,
    open: values.open !== false,
    reason: String(values.reason),
    udpKeys: (process.env.KEYDESK_UDP_KEYS ?? '').split(',').filter(text => text !== ''),
  };
}

/** A folder that cannot be read counts as in use: the core will say what is wrong with it. */
async function hasConnection(dataFolder: string): Promise<boolean> {
  try {
    return (await openSettings(dataFolder)).get().currentConnection !== null;
  } catch {
    return true;
  }
}
