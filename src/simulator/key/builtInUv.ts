import type { Authenticator } from './authenticator.ts';
import { CtapFailure, demand } from './failure.ts';
import { MAX_UV_RETRIES } from './state.ts';

/**
 * Runs performBuiltInUv (CTAP 2.3, 6.5.3.1) with the fingerprint sensor: one touch, which also proves user presence.
 * Fails with UV_BLOCKED, UV_INVALID or USER_ACTION_TIMEOUT.
 */
export async function performBuiltInUv(authenticator: Authenticator, signal: AbortSignal): Promise<void> {
  demand(authenticator.state.uvRetries > 0, 'CTAP2_ERR_UV_BLOCKED');
  const sample = await authenticator.sensor.sample(signal);
  demand(sample !== 'noUserActivity', 'CTAP2_ERR_USER_ACTION_TIMEOUT');
  if (sample === 'good') {
    setRetries(authenticator, MAX_UV_RETRIES);
    return;
  }
  setRetries(authenticator, authenticator.state.uvRetries - 1);
  throw new CtapFailure(authenticator.state.uvRetries > 0 ? 'CTAP2_ERR_UV_INVALID' : 'CTAP2_ERR_UV_BLOCKED');
}

function setRetries(authenticator: Authenticator, retries: number): void {
  authenticator.state.uvRetries = retries;
  authenticator.save();
}
