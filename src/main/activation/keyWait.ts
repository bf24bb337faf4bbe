import type { KeySummary } from '../../contract/keys.ts';
import type { KeyHost } from '../keys/keyHost.ts';

/** How the plugged-in keys stand while one is wanted. */
export interface KeyWanted {
  readonly several: boolean;
}

/** Resolves when exactly one key is plugged in; `wanted` is called as long as that is not so. Rejects when the signal aborts. */
export async function oneKey(
  keyHost: Pick<KeyHost, 'keys' | 'onKeys' | 'ready'>,
  wanted: (state: KeyWanted) => void,
  signal: AbortSignal,
): Promise<KeySummary> {
  await keyHost.ready();
  return new Promise((resolve, reject) => {
    const look = (keys: readonly KeySummary[]) => {
      const [key, ...others] = keys;
      if (key !== undefined && others.length === 0) end(() => resolve(key));
      else wanted({ several: others.length > 0 });
    };
    const end = (settle: () => void) => {
      unsubscribe();
      signal.removeEventListener('abort', abort);
      settle();
    };
    const abort = () => end(() => reject(signal.reason));
    const unsubscribe = keyHost.onKeys(look);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    else look(keyHost.keys());
  });
}
