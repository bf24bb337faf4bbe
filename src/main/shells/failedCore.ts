import { type CoreRouter, createRouter, type RouterParts } from '../app/router.ts';

/**
 * Creates a router for a core that could not start. Every procedure fails with the reason, so that the window opens and shows it
 * like any other failure.
 */
export function failedRouter(reason: unknown): CoreRouter {
  const gate: RouterParts['gate'] = {
    // Uses the messages for staff, whatever this computer is for.
    station: 'desk',
    check: () => {
      throw reason;
    },
  };
  // The gate throws before any procedure runs, so none of these dependencies is used.
  const unused: unknown = new Proxy(() => undefined, { get: () => unused });
  const parts = unused as Omit<RouterParts, 'gate'>;
  const { scope, keyHost, keys, backups, enrollment, connections, settings, practice, record, system } = parts;
  const rest = { scope, keyHost, keys, backups, enrollment, connections, settings, practice, record, system };
  return createRouter({ gate, ...rest });
}
