import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { childEnvironment } from '../childEnvironment.ts';

const SETPRIV = '/usr/bin/setpriv';
const FLAGS = ['--pdeathsig', 'KILL', '--'] as const;

let able: boolean | undefined;

/**
 * Returns the command line that runs a program so that the system ends it when this process ends, however that happens. Only
 * Linux has that, by setpriv of util-linux; elsewhere the program itself is returned.
 * SECURITY: a browser in which a user has signed in does not outlive a Keydesk that was killed.
 */
export function endsWithParent(program: string): readonly [string, ...string[]] {
  // Without the program setpriv would start well and fail later.
  if (process.platform !== 'linux' || !existsSync(program)) return [program];
  // BusyBox has a setpriv that does not know the option.
  able ??= spawnSync(SETPRIV, [...FLAGS, '/bin/true'], { env: childEnvironment('node'), timeout: 5000 }).status === 0;
  return able ? [SETPRIV, ...FLAGS, program] : [program];
}
