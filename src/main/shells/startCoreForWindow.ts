import { type Core, startCore } from '../app/core.ts';
import type { CoreOptions } from '../app/coreOptions.ts';
import { signInFromEnvironment } from '../services/auth/environment.ts';
import { failedRouter } from './failedCore.ts';

/** Starts the core, or what tells why it did not start: a window opens in either case. */
export async function startCoreForWindow(
  options: () => CoreOptions,
): Promise<Pick<Core, 'router' | 'needsWindow' | 'close'>> {
  try {
    return await startCore({ signIn: signInFromEnvironment(), notice, ...options() });
  } catch (error) {
    return { router: failedRouter(error), needsWindow: () => false, close: async () => undefined };
  }
}

/** The window shows it in the activity log; a person who started Keydesk in a terminal sees it there. */
function notice(text: string): void {
  process.stderr.write(`keydesk: ${text}\n`);
}
