import { type CallOptions, type CborTransport, call } from './call.ts';

/**
 * Sends authenticatorSelection (CTAP 2.3, 6.9). Resolves if the user touches this key. The user thereby chooses among
 * several keys.
 */
export async function selection(transport: CborTransport, options?: CallOptions): Promise<void> {
  await call(transport, 'selection', undefined, options);
}
