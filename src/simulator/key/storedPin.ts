import { createHash, timingSafeEqual } from 'node:crypto';
import { fromHex, toHex } from '../../ctap/bytes.ts';
import type { Authenticator } from './authenticator.ts';
import { CtapFailure, demand } from './failure.ts';
import type { PinProtocol } from './pinProtocol.ts';
import { MAX_PIN_RETRIES, MAX_UV_RETRIES } from './state.ts';

const PADDED_PIN_LENGTH = 64;
const PIN_HASH_LENGTH = 16;

/** Returns the attempts left. */
export function pinRetries({ state, faults }: Authenticator): number {
  return faults.blockedPin === true ? 0 : state.pinRetries;
}

/** Fails with PIN_BLOCKED or PIN_AUTH_BLOCKED if the key accepts no PIN now. */
export function refuseWhenBlocked(authenticator: Authenticator): void {
  demand(pinRetries(authenticator) > 0, 'CTAP2_ERR_PIN_BLOCKED');
  demand(!authenticator.pinAuthBlocked, 'CTAP2_ERR_PIN_AUTH_BLOCKED');
}

/**
 * Compares a PIN's encrypted hash with the stored one. The attempt is counted and written before the comparison, so
 * that unplugging the key does not save an attempt.
 */
export function checkPin(
  authenticator: Authenticator,
  protocol: PinProtocol,
  secret: Uint8Array,
  pinHashEnc: Uint8Array,
): void {
  const { state } = authenticator;
  state.pinRetries--;
  authenticator.save();
  if (matches(state.pin?.hash ?? '', () => protocol.decrypt(secret, pinHashEnc))) {
    state.pinRetries = MAX_PIN_RETRIES;
    state.uvRetries = MAX_UV_RETRIES;
    authenticator.pinMismatches = 0;
    authenticator.save();
    return;
  }
  protocol.regenerate();
  authenticator.pinMismatches++;
  demand(state.pinRetries > 0, 'CTAP2_ERR_PIN_BLOCKED');
  demand(!authenticator.pinAuthBlocked, 'CTAP2_ERR_PIN_AUTH_BLOCKED');
  const { wrongPinIsAuthInvalid } = authenticator.faults;
  throw new CtapFailure(wrongPinIsAuthInvalid === true ? 'CTAP2_ERR_PIN_AUTH_INVALID' : 'CTAP2_ERR_PIN_INVALID');
}

/** Returns whether a hash is the stored one. A hash that cannot be decrypted counts as wrong. */
function matches(stored: string, decrypt: () => Uint8Array): boolean {
  try {
    const hash = decrypt();
    return hash.length === PIN_HASH_LENGTH && timingSafeEqual(hash, fromHex(stored));
  } catch {
    return false;
  }
}

/** Parses a decrypted, padded PIN, checks the rules and stores its hash. */
export function storePin(authenticator: Authenticator, padded: Uint8Array): void {
  const { state, faults } = authenticator;
  if ((faults.pinRefusals ?? 0) > 0) {
    faults.pinRefusals = (faults.pinRefusals ?? 0) - 1;
    throw new CtapFailure('CTAP2_ERR_PIN_POLICY_VIOLATION');
  }
  demand(padded.length === PADDED_PIN_LENGTH, 'CTAP1_ERR_INVALID_PARAMETER');
  const end = padded.findLastIndex(byte => byte !== 0) + 1;
  demand(end < PADDED_PIN_LENGTH, 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  const pin = padded.subarray(0, end);
  const hash = toHex(createHash('sha256').update(pin).digest().subarray(0, PIN_HASH_LENGTH));
  const codePoints = [...new TextDecoder().decode(pin)].length;
  demand(codePoints >= state.minPinLength, 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  demand(!(state.forcePinChange && state.pin?.hash === hash), 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  demand(!state.pinComplexityPolicy || new Set(pin).size > 1, 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  authenticator.state = { ...state, pin: { hash, codePoints }, pinRetries: MAX_PIN_RETRIES, forcePinChange: false };
  authenticator.pinMismatches = 0;
  authenticator.save();
}
