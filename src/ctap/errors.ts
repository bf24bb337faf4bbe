import { type StatusName, statusName } from './status.ts';

/**
 * Why a CTAP call failed: the status that the key returned, by its name in the specification, or what the host
 * detected. `status-unknown` has the byte in `params.status`.
 */
export type CtapErrorCode =
  | StatusName
  | 'status-unknown'
  | 'cbor-malformed'
  | 'response-malformed'
  | 'hid-sequence'
  | 'hid-message-too-long'
  | 'hid-wrong-channel'
  | 'hid-error'
  | 'channel-busy'
  | 'no-answer'
  | 'transport-closed'
  | 'cancelled'
  | 'unsupported'
  | 'agreement-stale'
  | 'pin-rule'
  | 'pin-impossible'
  | 'uv-required'
  | 'attestation-invalid'
  | 'credential-invalid'
  | 'assertion-invalid'
  | 'wrong-rp-id-hash';

export type CtapErrorParams = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The only error class of src/ctap. `params` hold facts for messages, never a secret. `cause` is the underlying error.
 */
export class CtapError extends Error {
  readonly code: CtapErrorCode;
  readonly params: CtapErrorParams;

  constructor(code: CtapErrorCode, params: CtapErrorParams = {}, options: { cause?: unknown } = {}) {
    const facts = Object.entries(params).map(([name, fact]) => `${name}: ${fact}`);
    super(facts.length === 0 ? code : `${code} (${facts.join(', ')})`, options);
    this.name = 'CtapError';
    this.code = code;
    this.params = params;
  }
}

/** Returns the error for a status byte other than CTAP2_OK (CTAP 2.3, 8.2). */
export function statusError(status: number): CtapError {
  const name = statusName(status);
  return name === undefined ? new CtapError('status-unknown', { status }) : new CtapError(name);
}

/** Returns whether a thrown value is a status that the key returned. */
export function isStatus(thrown: unknown): thrown is CtapError {
  return thrown instanceof CtapError && (thrown.code === 'status-unknown' || /^CTAP[12]_/.test(thrown.code));
}

/** Returns whether a thrown value is a CtapError with one of the given codes. */
export function hasCtapCode(thrown: unknown, ...codes: CtapErrorCode[]): thrown is CtapError {
  return thrown instanceof CtapError && codes.includes(thrown.code);
}
