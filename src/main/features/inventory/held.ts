import { toBase64url } from '../../../ctap/bytes.ts';
import { randomBytes } from '../../../ctap/crypto.ts';
import { refusesSilentAssertion } from '../../../ctap/ctap2/getAssertion.ts';
import { type CtapErrorCode, hasCtapCode } from '../../../ctap/errors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';

/** Maximum number of passkeys of one website that are read from a key. */
const MOST = 25;

export interface Held {
  /** base64url */
  readonly ids: readonly string[];
  /** Whether the list has all passkeys that the key shows without PIN and touch. */
  readonly complete: boolean;
}

/** With these errors a key says that it shows nothing without its PIN, or does not support passkeys. */
const KEPT_TO_ITSELF: readonly CtapErrorCode[] = [
  'CTAP2_ERR_NO_CREDENTIALS',
  'CTAP2_ERR_PUAT_REQUIRED',
  'CTAP2_ERR_PIN_NOT_SET',
  'CTAP2_ERR_PIN_AUTH_INVALID',
  'CTAP2_ERR_PIN_BLOCKED',
  'CTAP2_ERR_PIN_AUTH_BLOCKED',
  'CTAP2_ERR_UV_BLOCKED',
  'CTAP2_ERR_NOT_ALLOWED',
  'CTAP2_ERR_OPERATION_DENIED',
  'unsupported',
];

/**
 * Returns the passkeys for a website that a key shows without PIN and touch. A key may hide some or all of them (credProtect above 1,
 * alwaysUv). Then they cannot identify the key.
 * @throws CtapError for any other answer: a key with a temporary error is not a key without passkeys
 */
export async function heldCredentials({ session }: OpenKey, rpId: string): Promise<Held> {
  const unasked = new AbortController();
  // Some models ask for a touch although none was requested. Nobody expects it here, so the request is canceled.
  const onKeepAlive = (status: string) => status === 'upneeded' && unasked.abort();
  try {
    const request = { rpId, clientDataHash: randomBytes(32), up: false };
    const assertions = await session.assertions(request, MOST, { signal: unasked.signal, onKeepAlive });
    const ids = assertions.flatMap(({ credentialId }) =>
      credentialId === undefined ? [] : [toBase64url(credentialId)],
    );
    // Without a plausible number, a missing passkey proves nothing.
    const total = assertions[0]?.numberOfCredentials ?? Number.POSITIVE_INFINITY;
    return { ids, complete: ids.length >= Math.min(total, MOST) };
  } catch (error) {
    const isSilence = unasked.signal.aborted || refusesSilentAssertion(error) || hasCtapCode(error, ...KEPT_TO_ITSELF);
    if (!isSilence) throw error;
    return { ids: [], complete: hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS') };
  }
}
