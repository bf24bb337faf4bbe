import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Keydesk keeps its data when nothing else is said: the place each system has for it. */
export function defaultDataFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  switch (platform) {
    case 'win32':
      return join(env.APPDATA || join(homedir(), 'AppData', 'Roaming'), 'Keydesk');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Keydesk');
    default:
      // An empty one counts as unset (XDG Base Directory Specification): it would name the current folder.
      return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'keydesk');
  }
}

/** Where all Keydesks of this user say which keys they use, whatever their data folders are. */
export function keyLocksFolder(): string {
  return join(defaultDataFolder(), 'keys-in-use');
}
