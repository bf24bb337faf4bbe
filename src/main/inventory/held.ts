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
  try {
    const request = { rpId, clientDataHash: randomBytes(32), up: false };
    const assertions = await session.assertions(request, MOST);
    return assertions.flatMap(({ credentialId }) => (credentialId === undefined ? [] : [toBase64url(credentialId)]));
  } catch (error) {
    // None, or none that it tells of.
    if (hasCtapCode(error, 'transport-closed', 'cancelled')) throw error;
    return [];
  }
}
