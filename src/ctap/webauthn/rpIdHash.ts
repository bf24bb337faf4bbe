import { sha256 } from '../crypto.ts';

/** Returns the hash by which authenticators know a relying party (WebAuthn Level 3, 6.1). */
export function rpIdHashOf(rpId: string): Uint8Array {
  return sha256(new TextEncoder().encode(rpId));
}
