import { type CallOptions, type CborTransport, call } from './call.ts';

/**
 * authenticatorReset (CTAP 2.3, 6.6): erases every credential and the PIN. Keys take it within 10 s of power-up only,
 * and ask for a touch.
 * @throws CtapError CTAP2_ERR_NOT_ALLOWED later than that
 */
export async function reset(transport: CborTransport, options?: CallOptions): Promise<void> {
  await call(transport, 'reset', undefined, options);
}
