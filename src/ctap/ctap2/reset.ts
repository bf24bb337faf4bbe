import { type CallOptions, type CborTransport, call } from './call.ts';

/**
 * Sends authenticatorReset (CTAP 2.3, 6.6): erases every credential and the PIN. Keys accept it only within 10 s of
 * power-up, and ask for a touch.
 * @throws CtapError CTAP2_ERR_NOT_ALLOWED later than that
 */
export async function reset(transport: CborTransport, options?: CallOptions): Promise<void> {
  await call(transport, 'reset', undefined, options);
}
