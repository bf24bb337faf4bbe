import { mapEventIterator } from '@orpc/client';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { type Call, isStream } from './call.ts';

/**
 * Intercepts the calls of a link: a call or stream that loses its transport fails with connection-lost. oRPC's own
 * error is the same as for a call that the window canceled.
 */
export async function nameLoss({ next, signal }: Call): Promise<unknown> {
  const named = (error: unknown) => {
    if (!isOfClosedQueue(error)) return error;
    return signal?.aborted === true ? signal.reason : new KeydeskError('connection-lost', {}, { cause: error });
  };
  try {
    const output = await next();
    if (!isStream(output)) return output;
    return mapEventIterator(output, { value: async value => value, error: async error => named(error) });
  } catch (error) {
    throw named(error);
  }
}

/** oRPC closes the queue of a call with its transport, and has no error type for that. */
function isOfClosedQueue(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('[AsyncIdQueue]');
}
