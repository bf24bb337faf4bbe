import { homedir } from 'node:os';
import { join } from 'node:path';

/** Returns the default data folder, by the convention of each system. */
export function defaultDataFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  switch (platform) {
    case 'win32':
      return join(env.APPDATA || join(homedir(), 'AppData', 'Roaming'), 'Keydesk');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Keydesk');
    default:
      // An empty variable counts as unset (XDG Base Directory Specification): it would mean the current folder.
      return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'keydesk');
  }
}

/**
 * Returns the folder in which all Keydesks of this user lock the keys that they use, whatever their data folders are.
 */
export function keyLocksFolder(): string {
  return join(defaultDataFolder(), 'keys-in-use');
}
