import type { ReportTransport } from '../../../ctap/hid/transport.ts';
import type { HostSources } from './hostSources.ts';
import type { KeyLock, KeyLocks } from './keyLock.ts';
import { cancelOn } from './sentChannel.ts';

/** Cancels requests of Keydesks that died, if they are still waiting on keys. Never rejects. */
export async function cancelAbandoned(sources: Pick<HostSources, 'ownerOf'>, keyLocks: KeyLocks): Promise<void> {
  for (const name of keyLocks.abandoned()) {
    // Keys are locked by their id. Only practice keys have no lock; their requests end with their process.
    const source = sources.ownerOf(name);
    if (source === undefined) continue;
    const lock = keyLocks.tryTake(name);
    // The holder of the lock is alive and cancels its own requests.
    if (lock === undefined) continue;
    // A key that cannot be opened has no request to cancel here. The next operation on it gets the error.
    const opened = lock.abandoned === undefined ? undefined : await source.open(name).catch(() => undefined);
    if (opened !== undefined) {
      await settleAbandoned(opened, lock);
      // A key that was pulled out cannot be closed.
      await opened.close().catch(() => undefined);
    }
    lock.release(false);
  }
}

/** Cancels the request of a Keydesk that died, if it is still waiting on this key. Never rejects. */
export async function settleAbandoned(transport: ReportTransport, lock: KeyLock): Promise<void> {
  if (lock.abandoned === undefined) return;
  try {
    await cancelOn(transport, lock.abandoned);
    lock.settle();
  } catch {
    // The key was removed, so no request is waiting.
  }
}
