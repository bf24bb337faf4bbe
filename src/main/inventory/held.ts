import { toBase64url } from '../../ctap/bytes.ts';
import { randomBytes } from '../../ctap/crypto.ts';
import { hasCtapCode } from '../../ctap/errors.ts';
import type { OpenKey } from '../keys/keys.ts';

/** More passkeys of one website on a key than this are not looked at. */
const MOST = 25;

export interface Held {
  /** base64url */
  readonly ids: readonly string[];
  /** Whether the list is complete as far as the key shows it without PIN and touch. */
  readonly complete: boolean;
}

/**
 * The passkeys for a website that a key tells of without PIN and touch. Fewer than there are, or none, where it keeps them to
 * itself (credProtect above 1, alwaysUv): then it cannot be recognized by them.
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
    if (!unasked.signal.aborted && hasCtapCode(error, 'transport-closed', 'cancelled')) throw error;
    return { ids: [], complete: hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS') };
  }
}
