import { KeydeskError } from '../../../contract/errors/errors.ts';

/** Opens an address in the system's browser. */
export type Opener = (url: string) => Promise<void>;

/**
 * The one way to a browser. SECURITY: https only, and only these hosts, compared whole: what reaches the system's opener is
 * never an address that came from elsewhere. The opened function throws KeydeskError connection-insecure, browser-unavailable.
 */
export function safeOpener(open: Opener, roots: readonly string[]): Opener {
  const origins = new Set(roots.map(root => new URL(root).origin));
  return async address => {
    const url = URL.parse(address);
    if (url?.protocol !== 'https:' || !origins.has(url.origin) || url.username !== '' || url.password !== '') {
      throw new KeydeskError('connection-insecure', { url: url?.origin ?? '' });
    }
    try {
      await open(url.href);
    } catch (cause) {
      throw new KeydeskError('browser-unavailable', {}, { cause });
    }
  };
}
