import { type Core, startCore } from '../app/core.ts';
import type { CoreOptions } from '../app/coreOptions.ts';
import { signInFromEnvironment } from '../services/auth/environment.ts';
import { failedRouter } from './failedCore.ts';

/** Starts the core. If that fails, returns a router that reports the reason. A window opens in both cases. */
export async function startCoreForWindow(
  options: () => CoreOptions,
): Promise<Pick<Core, 'router' | 'needsWindow' | 'close'>> {
  try {
    return await startCore({ signIn: signInFromEnvironment(), notice, ...options() });
  } catch (error) {
    return { router: failedRouter(error), needsWindow: () => false, close: async () => undefined };
  }
}

/** Prints a notice for people who started Keydesk in a terminal. The window shows it in the activity log. */
function notice(text: string): void {
  process.stderr.write(`keydesk: ${text}\n`);
}
