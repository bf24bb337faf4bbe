import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import { isAlike } from '../../services/keys/presence.ts';

/** The state of the plugged-in keys while a key is needed. */
export interface KeyWanted {
  readonly several: boolean;
}

/**
 * Resolves when exactly one key is plugged in. Until then, calls `wanted` at first and after each change. Rejects when the signal aborts.
 * @param refused a key that is ignored until it was unplugged. Another key is needed, or the same one again
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
      if (!keys.some(key => isAt(key, mustLeave))) mustLeave = undefined;
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
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    else look(keyHost.keys());
  });
}

export interface KeyWatch {
  readonly signal: AbortSignal;
  end(): void;
}

/**
 * Watches a key. `signal` aborts with key-removed when the key is removed or another one takes its place. SECURITY: a key's id is that of
 * its port, where another key can be plugged in while Keydesk waits for a person or for Graph.
 */
export function watchKey(keyHost: Pick<KeyHost, 'keys' | 'onKeys'>, key: KeySummary): KeyWatch {
  const gone = new AbortController();
  const look = (keys: readonly KeySummary[]) => {
    if (!keys.some(other => isAt(other, key))) gone.abort(new KeydeskError('key-removed'));
  };
  const end = keyHost.onKeys(look);
  look(keyHost.keys());
  return { signal: gone.signal, end };
}

/** Compares the keys too, because another key may have been plugged into the same port. */
function isAt(key: KeySummary, other: KeySummary | undefined): boolean {
  return key.id === other?.id && isAlike(key, other);
}

/**
 * Runs work that needs a person while a key stays plugged in. The signal of `work` also aborts when the key is removed.
 * @throws KeydeskError key-removed, and any error of `work`
 */
export async function whilePlugged<T>(
  { signal: left }: KeyWatch,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await work(AbortSignal.any([signal, left]));
  } catch (error) {
    if (!signal.aborted) left.throwIfAborted();
    throw error;
  }
}
