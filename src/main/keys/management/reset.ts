import { KeydeskError } from '../../../contract/errors.ts';
import { hasCode } from '../../../contract/failure.ts';
import type { ResetEvent } from '../../../contract/keyManagement.ts';
import type { KeySummary } from '../../../contract/keys.ts';
import { keyDetails } from '../details.ts';
import { withKeyErrors } from '../keyErrors.ts';
import type { KeyHost } from '../keyHost.ts';
import type { Keys, OpenKey } from '../keys.ts';

export interface ResetParts {
  readonly keys: Keys;
  readonly keyHost: KeyHost;
}

/**
 * Erases a key with the person's hands: out, in, touch. A key takes a reset only within ten seconds of power-up
 * (CTAP 2.3, 6.6), and only the key that was taken out is erased.
 * @throws KeydeskError reset-not-confirmed, reset-other-key, reset-too-late, touch-timeout, cancelled, key-…
 */
export async function resetKey(
  parts: ResetParts,
  { keyId, confirm }: { keyId?: string | undefined; confirm: string },
  tell: (event: ResetEvent) => void,
  signal: AbortSignal,
): Promise<ResetEvent> {
  const before = await parts.keys.use(keyId, async key => identityOf(key), signal);
  const name = before.summary.product ?? before.summary.id;
  if (confirm.trim() !== name) throw new KeydeskError('reset-not-confirmed', { name });
  const back = isVisible(before.summary) ? await reinserted(parts, before.summary, tell, signal) : before.summary;
  return parts.keys.use(
    back.id,
    async key => {
      if (!isSame(before, identityOf(key))) throw new KeydeskError('reset-other-key');
      await erase(key, tell, signal);
      return { type: 'completed', key: await withKeyErrors(() => keyDetails(key.summary, key.session)) };
    },
    signal,
  );
}

/** Development keys over UDP cannot be seen to leave; whoever runs one cycles its power beforehand. */
function isVisible({ id }: KeySummary): boolean {
  return !id.startsWith('udp:');
}

/** Waits until the key has gone and one that was not there has come: another port is fine, another key is not. */
async function reinserted(
  { keyHost }: ResetParts,
  { id }: KeySummary,
  tell: (event: ResetEvent) => void,
  signal: AbortSignal,
): Promise<KeySummary> {
  tell({ type: 'step', step: 'remove' });
  const others = await keysThat(keyHost, keys => (keys.some(key => key.id === id) ? undefined : keys), signal);
  const known = new Set(others.map(key => key.id));
  tell({ type: 'step', step: 'insert' });
  return keysThat(keyHost, keys => keys.find(key => !known.has(key.id)), signal);
}

function keysThat<T>(
  keyHost: KeyHost,
  look: (keys: readonly KeySummary[]) => T | undefined,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => {
      unsubscribe();
      signal.removeEventListener('abort', cancelled);
    };
    const cancelled = () => {
      end();
      reject(new KeydeskError('cancelled'));
    };
    const check = (keys: readonly KeySummary[]) => {
      const found = look(keys);
      if (found === undefined) return;
      end();
      resolve(found);
    };
    const unsubscribe = keyHost.onKeys(check);
    if (signal.aborted) return cancelled();
    signal.addEventListener('abort', cancelled);
    check(keyHost.keys());
  });
}

async function erase({ session }: OpenKey, tell: (event: ResetEvent) => void, signal: AbortSignal): Promise<void> {
  const onKeepAlive = (status: string) => status === 'upneeded' && tell({ type: 'step', step: 'touch' });
  try {
    await withKeyErrors(() => session.reset({ signal, onKeepAlive }));
  } catch (error) {
    if (hasCode(error, 'key-status') && error.params.status === 'CTAP2_ERR_NOT_ALLOWED') {
      throw new KeydeskError('reset-too-late', {}, { cause: error });
    }
    throw error;
  }
}

interface Identity {
  readonly summary: KeySummary;
  readonly told: string;
}

/** What a key tells of itself without its PIN that another one would likely tell differently. */
function identityOf({ summary, session }: OpenKey): Identity {
  const { aaguid, firmwareVersion, remainingDiscoverableCredentials, options, minPINLength } = session.info;
  const { vendorId, productId, serial, product } = summary;
  const told = JSON.stringify([
    aaguid,
    firmwareVersion,
    remainingDiscoverableCredentials,
    options.clientPin,
    minPINLength,
    [vendorId, productId, serial, product],
  ]);
  return { summary, told };
}

function isSame(one: Identity, other: Identity): boolean {
  return one.told === other.told;
}
