import { KeydeskError } from '../../../contract/errors/errors.ts';

/** Opens an address in the system's browser. */
export type Opener = (url: string) => Promise<void>;

/**
 * Returns the only function that opens a browser. SECURITY: it opens only https addresses of exactly these hosts, so
 * that no foreign address reaches the system's opener. The returned function throws KeydeskError connection-insecure,
 * browser-unavailable.
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
