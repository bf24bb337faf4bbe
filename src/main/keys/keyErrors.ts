import { type ErrorCode, KeydeskError } from '../../contract/errors.ts';
import { CtapError, type CtapErrorCode } from '../../ctap/errors.ts';

/** What each code of the CTAP layer means to a person at the desk. Codes not listed become `key-status`, named. */
const meanings: Partial<Record<CtapErrorCode, ErrorCode>> = {
  cancelled: 'cancelled',
  'transport-closed': 'key-removed',
  'no-answer': 'key-silent',
  'channel-busy': 'key-busy',
  'hid-wrong-channel': 'key-wrong-channel',
  'hid-sequence': 'key-reply-damaged',
  'hid-message-too-long': 'key-reply-damaged',
  'hid-error': 'key-reply-damaged',
  'cbor-malformed': 'key-reply-damaged',
  'response-malformed': 'key-reply-damaged',
  unsupported: 'key-lacks-capability',
  'pin-rule': 'pin-breaks-rule',
  'attestation-invalid': 'attestation-invalid',
  'credential-invalid': 'credential-invalid',
  'assertion-invalid': 'proof-failed',
  'wrong-rp-id-hash': 'wrong-rp-id-hash',
  CTAP2_ERR_KEEPALIVE_CANCEL: 'cancelled',
  CTAP1_ERR_CHANNEL_BUSY: 'key-busy',
  CTAP2_ERR_PIN_INVALID: 'pin-wrong',
  CTAP2_ERR_PIN_AUTH_BLOCKED: 'pin-soft-blocked',
  CTAP2_ERR_PIN_BLOCKED: 'pin-blocked',
  CTAP2_ERR_PIN_POLICY_VIOLATION: 'pin-breaks-rule',
  CTAP2_ERR_PUAT_REQUIRED: 'pin-required',
  CTAP2_ERR_KEY_STORE_FULL: 'key-full',
  CTAP2_ERR_CREDENTIAL_EXCLUDED: 'credential-excluded',
  CTAP2_ERR_USER_ACTION_TIMEOUT: 'touch-timeout',
  CTAP2_ERR_ACTION_TIMEOUT: 'touch-timeout',
  CTAP2_ERR_OPERATION_DENIED: 'touch-denied',
  CTAP2_ERR_UNSUPPORTED_ALGORITHM: 'key-lacks-capability',
  CTAP2_ERR_PIN_NOT_SET: 'pin-not-set',
  CTAP2_ERR_UV_INVALID: 'fingerprint-failed',
  CTAP2_ERR_UV_BLOCKED: 'fingerprint-blocked',
  CTAP2_ERR_FP_DATABASE_FULL: 'fingerprints-full',
  CTAP2_ERR_NO_CREDENTIALS: 'credential-not-found',
};

/** Any error of a key operation as the app's own; the CTAP error stays as its cause, its name as the param `status`. */
export function toKeydeskError(error: unknown): unknown {
  if (!(error instanceof CtapError)) return error;
  const code = meanings[error.code] ?? 'key-status';
  return new KeydeskError(code, { status: error.code, ...error.params }, { cause: error });
}

/** Runs a key operation so that what it throws is the app's own error. */
export async function withKeyErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toKeydeskError(error);
  }
}
