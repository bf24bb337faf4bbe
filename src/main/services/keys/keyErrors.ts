import { type ErrorCode, KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { CtapError, type CtapErrorCode } from '../../../ctap/errors.ts';

/** What each code of the CTAP layer means to a person. Other codes become `key-status` with their name. */
const meanings: Partial<Record<CtapErrorCode, ErrorCode>> = {
  cancelled: 'cancelled',
  'transport-closed': 'key-removed',
  'no-answer': 'key-silent',
  'channel-busy': 'key-busy',
  'hid-wrong-channel': 'key-wrong-channel',
  'hid-sequence': 'key-reply-damaged',
  'hid-message-too-long': 'key-reply-damaged',
  'cbor-malformed': 'key-reply-damaged',
  'response-malformed': 'key-reply-damaged',
  'agreement-stale': 'key-busy',
  'pin-rule': 'pin-breaks-rule',
  'pin-impossible': 'pin-wrong',
  'uv-required': 'fingerprint-required',
  'attestation-invalid': 'attestation-invalid',
  'credential-invalid': 'credential-invalid',
  'assertion-invalid': 'proof-failed',
  'wrong-rp-id-hash': 'wrong-rp-id-hash',
  CTAP2_ERR_KEEPALIVE_CANCEL: 'cancelled',
  CTAP1_ERR_CHANNEL_BUSY: 'key-busy',
  CTAP1_ERR_LOCK_REQUIRED: 'key-busy',
  CTAP2_ERR_PROCESSING: 'key-busy',
  CTAP2_ERR_OPERATION_PENDING: 'key-busy',
  CTAP2_ERR_USER_ACTION_PENDING: 'key-busy',
  CTAP1_ERR_INVALID_CHANNEL: 'key-wrong-channel',
  CTAP1_ERR_INVALID_COMMAND: 'key-lacks-capability',
  CTAP2_ERR_UNSUPPORTED_OPTION: 'key-lacks-capability',
  CTAP2_ERR_INVALID_SUBCOMMAND: 'key-lacks-capability',
  CTAP2_ERR_UP_REQUIRED: 'touch-denied',
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

/** The error for each capability that a key lacks, by the CTAP layer's name for the capability. */
const lacking: Readonly<Record<string, ErrorCode>> = { wink: 'key-cannot-blink', credMgmt: 'key-cannot-list' };

/**
 * The meaning of CTAPHID's errors (CTAP 2.3, 11.2.9.1.6). All others mean that the key did not understand the message.
 */
const hidMeanings: Readonly<Record<string, ErrorCode>> = {
  ERR_INVALID_CMD: 'key-lacks-capability',
  ERR_LOCK_REQUIRED: 'key-busy',
  ERR_INVALID_CHANNEL: 'key-wrong-channel',
};

/**
 * Converts any error of a key operation to a KeydeskError. The CTAP error becomes its cause, and the CTAP error's name
 * the param `status`.
 */
export function toKeydeskError(error: unknown): unknown {
  if (!(error instanceof CtapError)) return error;
  const impossible = error.code === 'pin-impossible' ? { impossible: true } : {};
  return new KeydeskError(
    meaningOf(error),
    { ...error.params, ...impossible, status: statusOf(error) },
    { cause: error },
  );
}

function meaningOf({ code, params }: CtapError): ErrorCode {
  if (code === 'unsupported') return lacking[String(params.what)] ?? 'key-lacks-capability';
  if (code === 'hid-error') return hidMeanings[String(params.hidError)] ?? 'key-reply-damaged';
  return meanings[code] ?? 'key-status';
}

/**
 * Returns the name of a status. Returns the byte in the spelling of the specification's tables if the status is
 * unknown.
 */
function statusOf({ code, params: { status } }: CtapError): string {
  return typeof status === 'number' ? `0x${status.toString(16).padStart(2, '0')}` : code;
}

/** Runs a key operation, and converts its errors to KeydeskErrors. */
export async function withKeyErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toKeydeskError(error);
  }
}

/**
 * Returns whether the key may have done the work, because its reply did not arrive or cannot be read.
 * @param error The KeydeskError of a key operation
 */
export function isUnanswered(error: unknown): boolean {
  if (!(error instanceof KeydeskError)) return true;
  if (error.code === 'cancelled') return error.params.answered === false;
  return hasCode(
    error,
    'key-removed',
    'key-silent',
    'key-host-crashed',
    'key-reply-damaged',
    'key-wrong-channel',
    'internal',
  );
}
