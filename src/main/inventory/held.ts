import { toBase64url } from '../../ctap/bytes.ts';
import { randomBytes } from '../../ctap/crypto.ts';
import { hasCtapCode } from '../../ctap/errors.ts';
import type { OpenKey } from '../keys/keys.ts';

/** More passkeys of one website on a key than this are not looked at. */
const MOST = 25;

/**
 * The ids of the passkeys for a website that a key tells of without PIN and touch, base64url. Fewer than there are, or none,
 * where it keeps them to itself (credProtect above 1, alwaysUv): then it cannot be recognised by them.
 */
export async function heldCredentials({ session }: OpenKey, rpId: string): Promise<string[]> {
  const held: string[] = [];
  const unasked = new AbortController();
  // Some models want a touch although none was asked for. Nobody expects it here, so the question is taken back.
  const onKeepAlive = (status: string) => status === 'upneeded' && unasked.abort();
  try {
    const request = { rpId, clientDataHash: randomBytes(32), up: false };
    let assertion = await session.getAssertion(undefined, request, { signal: unasked.signal, onKeepAlive });
    const count = Math.min(assertion.numberOfCredentials, MOST);
    for (;;) {
      if (assertion.credentialId !== undefined) held.push(toBase64url(assertion.credentialId));
      if (held.length >= count) return held;
      assertion = await session.nextAssertion();
    }
  } catch (error) {
    // None, or none that it tells of.
    if (!unasked.signal.aborted && hasCtapCode(error, 'transport-closed', 'cancelled')) throw error;
    return held;
  }
}
