import { setTimeout as sleep } from 'node:timers/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeyDetails, KeySummary } from '../../../contract/keys/schema.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import type { Keys } from '../../services/keys/keys.ts';

/** How often to look for the key, in ms. A key accepts a reset only within ten seconds of power-up. */
const LOOK = 400;

type Listed = Pick<KeyHost, 'keys' | 'onKeys' | 'look' | 'generation'>;

/** Waits until the key was unplugged and a new one was plugged in at any port. @throws KeydeskError cancelled, key-host-crashed */
export async function reinserted(
  keyHost: Listed,
  { id }: KeySummary,
  step: (step: 'remove' | 'insert') => void,
  signal: AbortSignal,
): Promise<KeySummary> {
  step('remove');
  const others = await keysThat(keyHost, keys => (keys.some(key => key.id === id) ? undefined : keys), signal);
  const known = new Set(others.map(key => key.id));
  step('insert');
  return keysThat(keyHost, keys => keys.find(key => !known.has(key.id)), signal);
}

/** Returns the first result of `look` on a list of keys. Polls as well, because some systems send no hot-plug events. */
function keysThat<T>(
  keyHost: Listed,
  look: (keys: readonly KeySummary[]) => T | undefined,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => {
      unsubscribe();
      clearInterval(asking);
      signal.removeEventListener('abort', canceled);
    };
    const born = keyHost.generation();
    const fail = (code: 'cancelled' | 'key-host-crashed') => {
      end();
      reject(new KeydeskError(code));
    };
    const canceled = () => fail('cancelled');
    const check = (keys: readonly KeySummary[]) => {
      // After a crash of the key host its list is empty, although nobody unplugged a key.
      if (keyHost.generation() !== born) return fail('key-host-crashed');
      const found = look(keys);
      if (found === undefined) return;
      end();
      resolve(found);
    };
    const unsubscribe = keyHost.onKeys(check);
    const asking = setInterval(() => void keyHost.look(), LOOK);
    if (signal.aborted) return canceled();
    signal.addEventListener('abort', canceled);
    check(keyHost.keys());
  });
}

/**
 * Waits for an erased key that restarts, and returns its details; undefined if it does not answer in time. Never rejects, because the reset
 * is already done.
 */
export async function keyBack(
  { keys, keyHost }: { keys: Pick<Keys, 'details'>; keyHost: Listed },
  erased: KeySummary,
  aaguid: string,
  within: number,
  signal: AbortSignal,
): Promise<KeyDetails | undefined> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(within)]);
  const others = new Set(keyHost.keys().flatMap(({ id }) => (id === erased.id ? [] : [id])));
  while (!patience.aborted) {
    for (const { id } of keyHost.keys()) {
      if (others.has(id)) continue;
      // This is another key, or one that is still starting. The loop tries again.
      const key = await keys.details(id, patience).catch(() => undefined);
      if (key?.aaguid === aaguid && !key.pin.set && isSameDevice(key, erased)) return key;
    }
    // The loop checks next whether the time is up.
    await sleep(LOOK, undefined, { signal: patience }).catch(() => undefined);
    await keyHost.look();
  }
  return undefined;
}

/** Compares the USB descriptors of two devices. A reset changes none of them. */
function isSameDevice(one: KeySummary, other: KeySummary): boolean {
  const told = ['vendorId', 'productId', 'product', 'manufacturer', 'serial'] as const;
  return told.every(name => one[name] === other[name]);
}
