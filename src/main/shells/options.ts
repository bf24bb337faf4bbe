import { parseArgs } from 'node:util';
import { defaultDataFolder } from '../dataFolder.ts';
import { openSettings } from '../settings/settings.ts';
import { ensureWritable } from '../store/database.ts';

/** How a windowed shell was started. */
export interface ShellOptions {
  readonly dataFolder: string;
  readonly practice: boolean;
  /** Serve the window and print its address as JSON instead of opening it. */
  readonly noOpen: boolean;
  /** Development keys over UDP, from KEYDESK_UDP_KEYS. */
  readonly udpKeys: readonly string[];
}

/**
 * Reads `--data DIR`, `--practice` and `--no-open`. Where no tenant is configured it is practice mode: a new colleague
 * gets something to work with, and nothing real is touched.
 */
export async function readShellOptions(args: readonly string[]): Promise<ShellOptions> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      practice: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
    },
  });
  const dataFolder = values.data ?? defaultDataFolder();
  ensureWritable(dataFolder);
  const configured = (await openSettings(dataFolder)).get().connection !== null;
  const udpKeys = (process.env.KEYDESK_UDP_KEYS ?? '').split(',').filter(text => text !== '');
  return { dataFolder, practice: values.practice || !configured, noOpen: values['no-open'], udpKeys };
}
