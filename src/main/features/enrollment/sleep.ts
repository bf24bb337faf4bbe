import { setTimeout as delay } from 'node:timers/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';

/** Waits for a number of ms. @throws KeydeskError cancelled, or the signal's reason if that is a KeydeskError */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (cause) {
    throw signal.reason instanceof KeydeskError ? signal.reason : new KeydeskError('cancelled', {}, { cause });
  }
}
