import { KeydeskError } from '../../contract/errors.ts';
import { hasCode, toFailure } from '../../contract/failure.ts';
import type { KeyChoiceEvent } from '../../contract/keyManagement.ts';
import { type Channel, telling } from '../stream.ts';
import { withKeyErrors } from './keyErrors.ts';
import type { Keys, OpenKey } from './keys.ts';

type Tell = (event: KeyChoiceEvent) => void;

/**
 * Lets all plugged-in keys wait for a touch (authenticatorSelection, CTAP 2.3, 6.9) and tells which one was touched first;
 * then nothing waits any longer. A key that cannot do that, is in use or fails is told apart and stops no other one.
 * Ends with `failed`: no-key, several-keys where no key can be chosen so, touch-timeout, cancelled.
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
  // There is nothing to choose, or nobody to choose from.
  if (plugged.length < 2) return (await keys.choose(undefined)).id;
  const chosen = new AbortController();
  const signal = AbortSignal.any([aborted, chosen.signal]);
  const attempts = plugged.map(async ({ id }) => {
    try {
      // Whoever works with it now does so for long, perhaps until it is touched.
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
    throw new KeydeskError('key-lacks-capability', { what: 'being chosen by a touch' });
  }
  const onKeepAlive = (status: string) => status === 'upneeded' && tell({ type: 'touch', keyId: summary.id });
  await withKeyErrors(() => session.select({ signal, onKeepAlive }));
}
