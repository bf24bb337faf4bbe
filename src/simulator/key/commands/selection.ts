import type { CborValue } from '../../../ctap/cbor.ts';
import type { Authenticator } from '../authenticator.ts';

/** authenticatorSelection (CTAP 2.3, 6.9): waits for a touch. */
export async function selection(
  authenticator: Authenticator,
  _request: CborValue,
  signal: AbortSignal,
): Promise<CborValue> {
  await authenticator.touch(signal);
  return undefined;
}
