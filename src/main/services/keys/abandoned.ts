import type { ReportTransport } from '../../../ctap/hid/transport.ts';
import type { HostSources } from './hostSources.ts';
import type { KeyLock, KeyLocks } from './keyLock.ts';
import { cancelOn } from './sentChannel.ts';

/** Cancels requests that a dead Keydesk left waiting on its keys. Never rejects. */
export async function cancelAbandoned(sources: Pick<HostSources, 'ownerOf'>, keyLocks: KeyLocks): Promise<void> {
  for (const name of keyLocks.abandoned()) {
    // A key is locked by its id. Only practice keys are not, whose requests ended with their process.
    const source = sources.ownerOf(name);
    if (source === undefined) continue;
    const lock = keyLocks.tryTake(name);
    // The holder of the lock is alive and cancels its own requests.
    if (lock === undefined) continue;
    // A key that cannot be opened waits for nothing from here. Its next user gets the error.
    const opened = lock.abandoned === undefined ? undefined : await source.open(name).catch(() => undefined);
    if (opened !== undefined) {
      await settleAbandoned(opened, lock);
      // A key that was pulled out cannot be closed.
      await opened.close().catch(() => undefined);
    }
    lock.release(false);
  }
}

/** Cancels the request that a dead Keydesk left waiting on this key, if there is one. Never rejects. */
export async function settleAbandoned(transport: ReportTransport, lock: KeyLock): Promise<void> {
  if (lock.abandoned === undefined) return;
  try {
    await cancelOn(transport, lock.abandoned);
    lock.settle();
  } catch {
    // The key was taken out, so nothing waits on it.
  }
}
