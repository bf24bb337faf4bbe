import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { Stage } from './stage.ts';

/**
 * Resets the key of an enrollment while the person unplugs it, plugs it in and touches it, and returns it opened again. A cancel before the
 * touch leaves the key as it was.
 * @throws KeydeskError as keyManagement/reset.ts, key-silent if the blank key does not answer
 */
export async function resetFirst(stage: Stage, key: OpenKey): Promise<OpenKey> {
  const { parts, state, cancelSignal: signal } = stage;
  // The clean-up must not use the old channel: nothing of this enrollment is on the key yet.
  delete state.key;
  key.close();
  const attendant = stage.outer;
  const { keyId, erased } = await parts.resetKey(
    key.summary,
    (step, longTouch) => attendant.interact({ kind: 'reset', step, ...(longTouch ? { longTouch } : {}) }),
    signal,
  );
  if (erased.length > 0) state.erased = erased;
  attendant.interact({ kind: 'none' });
  if (keyId === undefined) throw new KeydeskError('key-silent');
  const blank = await parts.keys.open(keyId, signal);
  stage.bindKey(blank);
  for (const observer of parts.observers) observer.keyOpened?.(blank);
  void blank.session.agree();
  return blank;
}
