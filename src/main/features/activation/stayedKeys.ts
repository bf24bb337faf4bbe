import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import { type KeyWatch, watchKey } from './keyWait.ts';
import type { ActivationRow } from './records.ts';

/** The keys that have stayed plugged in since their user activated them at this station. */
export interface StayedKeys {
  /** Remembers that a key has the PIN of the activation's user, until the key is removed. */
  note(key: KeySummary, activation: ActivationRow): void;
  /** Returns the user's activation of the key in this port; undefined if the key was removed since. */
  find(tenant: string, userId: string, keyId: string): ActivationRow | undefined;
  close(): void;
}

/**
 * Watches keys that cannot be distinguished from others of their model. If the window reloads while its key waits for a touch, the user
 * continues with a key that already has their PIN. As long as a key stays in its port, it is the same key.
 * @param onOtherPin calls its listener with the id of a key that staff reset, or whose PIN staff changed; returns a function that
 * unsubscribes
 */
export function watchStayedKeys(
  keyHost: Pick<KeyHost, 'keys' | 'onKeys'>,
  onOtherPin: (listener: (keyId: string) => void) => () => void,
): StayedKeys {
  const stayed = new Map<string, { readonly activation: ActivationRow; readonly watch: KeyWatch }>();
  const forget = (keyId: string) => {
    stayed.get(keyId)?.watch.end();
    stayed.delete(keyId);
  };
  // SECURITY: staff may know that PIN.
  const stopListening = onOtherPin(forget);
  return {
    note: (key, activation) => {
      forget(key.id);
      const watch = watchKey(keyHost, key);
      if (watch.signal.aborted) return watch.end();
      stayed.set(key.id, { activation, watch });
      watch.signal.addEventListener('abort', () => forget(key.id), { once: true });
    },
    find: (tenant, userId, keyId) => {
      const activation = stayed.get(keyId)?.activation;
      return activation?.tenant === tenant && activation.user_id === userId ? activation : undefined;
    },
    close: () => {
      stopListening();
      for (const keyId of [...stayed.keys()]) forget(keyId);
    },
  };
}
