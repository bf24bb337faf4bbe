import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../../contract/errors/failure.ts';
import type { KeyChoiceEvent } from '../../../contract/keys/management.ts';
import { type Channel, telling } from '../../base/stream.ts';
import { withKeyErrors } from './keyErrors.ts';
import type { Keys, OpenKey } from './keys.ts';

type Tell = (event: KeyChoiceEvent) => void;

/**
 * Waits for a touch on all plugged-in keys (authenticatorSelection, CTAP 2.3, 6.9). Reports the first key that is
 * touched, and cancels the request on the others. A key that is in use, fails or does not support this
 * (`key-not-by-touch`) is reported as `apart`; the others keep waiting. `failed` has one of these codes: no-key,
 * several-keys if no key supports this, touch-timeout, cancelled.
 */
export function chooseByTouch(keys: Keys, signal?: AbortSignal): Channel<KeyChoiceEvent> {
  return telling<KeyChoiceEvent>(
    signal,
    async (tell, aborted) => ({ type: 'chosen', keyId: await touchedKey(keys, tell, aborted) }),
    error => ({ type: 'failed', failure: toFailure(error) }),
  );
}

async function touchedKey(keys: Keys, tell: Tell, aborted: AbortSignal): Promise<string> {
  const plugged = await keys.list();
  // With one key, no touch is needed.
  if (plugged.length < 2) return (await keys.choose(undefined)).id;
  const chosen = new AbortController();
  const signal = AbortSignal.any([aborted, chosen.signal]);
  const attempts = plugged.map(async ({ id }) => {
    try {
      // An operation on this key may run until the key is touched.
      if (keys.busy(id)) throw new KeydeskError('key-in-use', { keyId: id });
      await keys.use(id, key => touched(key, tell, signal), signal);
      return id;
    } catch (error) {
      if (!signal.aborted) tell({ type: 'apart', keyId: id, failure: toFailure(error) });
      throw error;
    }
  });
  try {
    return await Promise.any(attempts);
  } catch (error) {
    if (aborted.aborted) throw new KeydeskError('cancelled');
    const reasons: unknown[] = error instanceof AggregateError ? error.errors : [error];
    throw (
      reasons.find(reason => hasCode(reason, 'touch-timeout')) ??
      new KeydeskError('several-keys', { count: plugged.length })
    );
  } finally {
    chosen.abort();
    await Promise.allSettled(attempts);
  }
}

async function touched({ session, summary }: OpenKey, tell: Tell, signal: AbortSignal): Promise<void> {
  if (!session.info.versions.some(version => /^FIDO_2_[1-9]/.test(version))) {
    throw new KeydeskError('key-not-by-touch', { keyId: summary.id });
  }
  const onKeepAlive = (status: string) => status === 'upneeded' && tell({ type: 'touch', keyId: summary.id });
  try {
    await withKeyErrors(() => session.select({ signal, onKeepAlive }));
  } catch (error) {
    // Some keys list FIDO_2_1 or later and do not support authenticatorSelection.
    if (!hasCode(error, 'key-lacks-capability')) throw error;
    throw new KeydeskError('key-not-by-touch', { keyId: summary.id }, { cause: error });
  }
}
