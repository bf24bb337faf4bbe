import { toBase64url } from '../../../ctap/bytes.ts';
import { randomBytes } from '../../../ctap/crypto.ts';
import { refusesSilentAssertion } from '../../../ctap/ctap2/getAssertion.ts';
import { type CtapErrorCode, hasCtapCode } from '../../../ctap/errors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';

/** More passkeys of one website on a key than this are not looked at. */
const MOST = 25;

export interface Held {
  /** base64url */
  readonly ids: readonly string[];
  /** Whether the list is complete as far as the key shows it without PIN and touch. */
  readonly complete: boolean;
}

/** With these a key says that it shows nothing without its PIN, or knows nothing of passkeys. */
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
 * The passkeys for a website that a key tells of without PIN and touch. Fewer than there are, or none, where it keeps them to
 * itself (credProtect above 1, alwaysUv): then it cannot be recognized by them.
 * @throws CtapError for any other answer: a key that fails for a moment is no key without passkeys
 */
export async function heldCredentials({ session }: OpenKey, rpId: string): Promise<Held> {
  const unasked = new AbortController();
  // Some models want a touch although none was asked for. Nobody expects it here, so the question is taken back.
  const onKeepAlive = (status: string) => status === 'upneeded' && unasked.abort();
  try {
    const request = { rpId, clientDataHash: randomBytes(32), up: false };
    const assertions = await session.assertions(request, MOST, { signal: unasked.signal, onKeepAlive });
    const ids = assertions.flatMap(({ credentialId }) =>
      credentialId === undefined ? [] : [toBase64url(credentialId)],
    );
    // Nothing may be concluded from what is missing where the key gives no number that makes sense.
    const total = assertions[0]?.numberOfCredentials ?? Number.POSITIVE_INFINITY;
    return { ids, complete: ids.length >= Math.min(total, MOST) };
  } catch (error) {
    const isSilence = unasked.signal.aborted || refusesSilentAssertion(error) || hasCtapCode(error, ...KEPT_TO_ITSELF);
    if (!isSilence) throw error;
    return { ids: [], complete: hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS') };
  }
}
