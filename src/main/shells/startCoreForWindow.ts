import { signInFromEnvironment } from '../auth/environment.ts';
import { type Core, startCore } from '../core.ts';
import type { CoreOptions } from '../coreOptions.ts';
import { failedRouter } from './failedCore.ts';

/** Starts the core, or what tells why it did not start: a window opens in either case. */
export async function startCoreForWindow(options: () => CoreOptions): Promise<Pick<Core, 'router' | 'close'>> {
  try {
    return await startCore({ signIn: signInFromEnvironment(), ...options() });
  } catch (error) {
    return { router: failedRouter(error), close: async () => undefined };
  }
}
