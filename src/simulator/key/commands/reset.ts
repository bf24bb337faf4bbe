import type { CborValue } from '../../../ctap/cbor.ts';
import type { Authenticator } from '../authenticator.ts';
import { demand } from '../failure.ts';
import { blankState } from '../state.ts';

/** A key accepts a reset only within this time after power-up, in ms (CTAP 2.3, 6.6). */
const RESET_WINDOW = 10_000;

/** authenticatorReset (CTAP 2.3, 6.6). */
export async function reset(
  authenticator: Authenticator,
  _request: CborValue,
  signal: AbortSignal,
): Promise<CborValue> {
  demand(authenticator.clock() - authenticator.poweredUpAt < RESET_WINDOW, 'CTAP2_ERR_NOT_ALLOWED');
  await authenticator.touch(signal);
  const { profile, attestation } = authenticator.state;
  authenticator.state = blankState(profile, attestation);
  authenticator.forget();
  authenticator.save();
  return undefined;
}
