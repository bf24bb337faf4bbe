import type { KeySummary } from '../../src/contract/keys/schema.ts';
import type { KeyHost } from '../../src/main/services/keys/keyHost.ts';

/** Resolves with the current or next list of keys that matches. */
export function keysThat(
  host: KeyHost,
  fits: (keys: readonly KeySummary[]) => boolean,
): Promise<readonly KeySummary[]> {
  return new Promise(resolve => {
    const look = (keys: readonly KeySummary[]) => {
      if (!fits(keys)) return;
      unsubscribe();
      resolve(keys);
    };
    const unsubscribe = host.onKeys(look);
    look(host.keys());
  });
}
