import { type CoreRouter, createRouter } from '../router.ts';
import type { CoreServices } from '../services.ts';

/**
 * Stands in for a core that could not start: every procedure fails with the reason, so that the window opens and tells
 * it in the same words as any other failure.
 */
export function failedRouter(reason: unknown): CoreRouter {
  const services = new Proxy({} as CoreServices, {
    get: () => {
      throw reason;
    },
  });
  return createRouter(services);
}
