import { KeydeskError } from '../../contract/errors.ts';
import type { KeySummary } from '../../contract/keys.ts';
import type { KeyHost } from '../keys/keyHost.ts';
import { isAlike } from '../keys/presence.ts';

/** How the plugged-in keys stand while one is wanted. */
export interface KeyWanted {
  readonly several: boolean;
}

/**
 * Resolves when exactly one key is plugged in; `wanted` is called while that is not so, and when it changes. Rejects when the signal aborts.
 * @param refused a key that does not count until it was taken out: another one is wanted, or the same one once more
 */
export async function oneKey(
  keyHost: Pick<KeyHost, 'keys' | 'onKeys' | 'ready'>,
  wanted: (state: KeyWanted) => void,
  signal: AbortSignal,
  refused?: KeySummary,
): Promise<KeySummary> {
  await keyHost.ready();
  let mustLeave = refused;
  let told: boolean | undefined;
  return new Promise((resolve, reject) => {
    const look = (keys: readonly KeySummary[]) => {
      if (mustLeave !== undefined && !keys.some(key => isAt(key, mustLeave))) mustLeave = undefined;
      const [key, ...others] = keys;
      if (key !== undefined && others.length === 0 && mustLeave === undefined) end(() => resolve(key));
      else if (told !== others.length > 0) {
        told = others.length > 0;
        wanted({ several: told });
      }
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

/**
 * Watches whether a key stays where it is. SECURITY: an id of a key is that of its port, where another key can be plugged in
 * while Keydesk waits for Graph.
 */
export function watchKey(keyHost: Pick<KeyHost, 'keys' | 'onKeys'>, key: KeySummary): { check(): void; end(): void } {
  let left = false;
  const look = (keys: readonly KeySummary[]) => {
    left ||= !keys.some(other => isAt(other, key));
  };
  const end = keyHost.onKeys(look);
  look(keyHost.keys());
  return {
    /** @throws KeydeskError key-removed */
    check: () => {
      if (left) throw new KeydeskError('key-removed');
    },
    end,
  };
}

/** Another key may be plugged into the same port before anybody looks. */
function isAt(key: KeySummary, other: KeySummary | undefined): boolean {
  return key.id === other?.id && isAlike(key, other);
}

/**
 * Does what needs a person while a key is plugged in: the signal given to `work` aborts when the key leaves, or when another one
 * takes its place.
 * @throws KeydeskError key-removed, whatever `work` throws
 */
export async function whilePlugged<T>(
  keyHost: Pick<KeyHost, 'keys' | 'onKeys'>,
  plugged: KeySummary,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const gone = new AbortController();
  const look = (keys: readonly KeySummary[]) => {
    if (!keys.some(key => isAt(key, plugged))) gone.abort(new KeydeskError('key-removed'));
  };
  const unsubscribe = keyHost.onKeys(look);
  try {
    look(keyHost.keys());
    return await work(AbortSignal.any([signal, gone.signal]));
  } catch (error) {
    if (!signal.aborted) gone.signal.throwIfAborted();
    throw error;
  } finally {
    unsubscribe();
  }
}
