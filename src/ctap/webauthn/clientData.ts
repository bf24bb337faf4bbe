import { toBase64url } from '../bytes.ts';

export interface ClientData {
  readonly type: 'webauthn.create' | 'webauthn.get';
  readonly challenge: Uint8Array;
  /** `https://` and the RP id. */
  readonly origin: string;
}

/**
 * Encodes clientDataJSON as UTF-8, by the limited serialization that verifiers may rely on (WebAuthn Level 3, 5.8.1.1):
 * these four members in this order, without white space. JSON.stringify escapes as required, except for control
 * characters, which no origin contains.
 */
export function clientDataJSON({ type, challenge, origin }: ClientData): Uint8Array {
  const json = JSON.stringify({ type, challenge: toBase64url(challenge), origin, crossOrigin: false });
  return new TextEncoder().encode(json);
}
