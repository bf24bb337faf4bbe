import { type CoreRouter, createRouter } from '../app/router.ts';
import type { CoreServices } from '../app/services.ts';

/**
 * Makes a router for a core that could not start: every procedure fails with the reason, so that the window opens and shows
 * it in the same words as any other failure.
 */
export function failedRouter(reason: unknown): CoreRouter {
  const services = new Proxy({} as CoreServices, {
    get: (_, name) => {
      // The router asks for it before a procedure and for its error; the words for staff hold here.
      if (name === 'station') return 'desk';
      throw reason;
    },
  });
  return createRouter(services);
}
