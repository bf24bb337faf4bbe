import { type CallOptions, type CborTransport, call } from './call.ts';

/** authenticatorSelection (CTAP 2.3, 6.9): resolves when this key was touched, which tells it from its neighbors. */
export async function selection(transport: CborTransport, options?: CallOptions): Promise<void> {
  await call(transport, 'selection', undefined, options);
}
