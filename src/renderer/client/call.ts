import type { ClientContext, ClientOptions } from '@orpc/client';

/** A call of a link, for an interceptor. */
export interface Call extends ClientOptions<ClientContext> {
  next(): Promise<unknown>;
}

/** Returns whether the output of a call is a stream of events. */
export function isStream(output: unknown): output is AsyncIteratorObject<unknown, unknown, void> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}
