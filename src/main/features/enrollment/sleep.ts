import { setTimeout as delay } from 'node:timers/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';

/** Waits so many ms. @throws KeydeskError cancelled, or the signal's own reason where it is one of the app's */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (cause) {
    throw signal.reason instanceof KeydeskError ? signal.reason : new KeydeskError('cancelled', {}, { cause });
  }
}
