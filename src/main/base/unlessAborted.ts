import { KeydeskError } from '../../contract/errors/errors.ts';

/**
 * Waits for work until the signal aborts. The work then continues, and its result is ignored.
 * @throws KeydeskError cancelled
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(new KeydeskError('cancelled'));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    // In this order, so that a signal that has aborted before counts more than work that has ended.
    return await Promise.race([aborted.promise, work]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
