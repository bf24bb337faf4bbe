import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import { CAPABILITY_CBOR, type CtapHidChannel, openChannel } from '../../../ctap/hid/channel.ts';
import type { ReportTransport } from '../../../ctap/hid/transport.ts';
import { settleAbandoned } from './abandoned.ts';
import { cleanSummary } from './cleanSummary.ts';
import type { HostSources } from './hostSources.ts';
import { type KeyLock, type KeyLocks, openKeyLocks } from './keyLock.ts';
import { tellingChannel } from './sentChannel.ts';

/** An open key, locked for this Keydesk. */
export interface OpenedChannel {
  readonly channel: CtapHidChannel;
  readonly key: KeySummary;
  readonly lock: KeyLock;
}

/** For sources whose keys no other process can use. */
const noLocks = openKeyLocks(undefined);

/**
 * Locks a key, cancels a waiting request of a Keydesk that died, and opens the key.
 * @throws KeydeskError key-not-found, key-not-fido2, key-…; CtapError
 */
export async function openHostChannel(
  sources: Pick<HostSources, 'ownerOf'>,
  keyLocks: KeyLocks,
  keyId: string,
  signal: AbortSignal,
): Promise<OpenedChannel> {
  const source = sources.ownerOf(keyId);
  if (source === undefined) throw new KeydeskError('key-not-found', { keyId });
  const name = source.lockName(keyId);
  const lock = await (name === undefined ? noLocks.take(keyId, signal) : keyLocks.take(keyId, signal, name));
  try {
    const transport = await source.open(keyId);
    try {
      await settleAbandoned(transport, lock);
      const channel = await openFido2(tellingChannel(transport, lock.sends), keyId, signal);
      return { channel, key: cleanSummary(transport.key), lock };
    } catch (error) {
      await transport.close();
      throw error;
    }
  } catch (error) {
    lock.release(lock.abandoned === undefined);
    throw error;
  }
}

/**
 * Opens a channel to a key that supports CTAP2. Older keys have CTAPHID too, but only with U2F (CTAP 2.3, 11.2.9.1.3).
 */
async function openFido2(transport: ReportTransport, keyId: string, signal: AbortSignal): Promise<CtapHidChannel> {
  const channel = await openChannel(transport, { signal });
  if ((channel.info.capabilities & CAPABILITY_CBOR) === 0) throw new KeydeskError('key-not-fido2', { keyId });
  return channel;
}
