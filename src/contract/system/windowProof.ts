import { z } from 'zod';

/**
 * What the window of the loopback shell and its server say to each other on a new WebSocket, before any procedure is
 * called. Both prove that they know a key, and the key itself is never sent:
 *
 *     window → server   hello        kind of key, windowNonce
 *     server → window   serverProof  serverNonce, HMAC(key, proofText('server', …))
 *     window → server   windowProof  HMAC(key, proofText('window', …))
 *     server → window   admitted
 *
 * The window refuses a server without the right proof before it sends one of its own. The first key is the one-time token
 * of the address. Both sides make the key of the session from it: HMAC(token, proofText('session', …)).
 */
export const WINDOW_SUBPROTOCOL = 'keydesk.2';

/**
 * Close code of a server that does not know the key: the token was already used, or another server created the session.
 */
export const KEY_UNKNOWN = 4401;
/** Close code if the window did not prove that it knows the key. */
export const NOT_PROVEN = 4403;

/** 32 bytes as base64url: a nonce, a key or an HMAC-SHA-256. */
const bytesSchema = z.string().regex(/^[\w-]{43}$/);

export const keyKindSchema = z.enum(['token', 'session']);
export type KeyKind = z.infer<typeof keyKindSchema>;

export const helloSchema = z.strictObject({ kind: keyKindSchema, windowNonce: bytesSchema });
export const serverProofSchema = z.strictObject({ serverNonce: bytesSchema, proof: bytesSchema });
export const windowProofSchema = z.strictObject({ proof: bytesSchema });
export const admittedSchema = z.strictObject({ admitted: z.literal(true) });

/** The facts of one connection that are authenticated. */
export interface ProofFacts {
  /** `http://127.0.0.1:PORT`, as each side knows it. */
  readonly origin: string;
  readonly kind: KeyKind;
  readonly windowNonce: string;
  readonly serverNonce: string;
}

/**
 * Returns the text that is authenticated. SECURITY: it contains the role, so that a received proof cannot be sent back
 * as one's own. It contains both nonces (no replay) and the origin (no relay from a server at another port).
 */
export function proofText(
  role: 'server' | 'window' | 'session',
  { origin, kind, windowNonce, serverNonce }: ProofFacts,
): string {
  return ['keydesk window 2', role, kind, origin, windowNonce, serverNonce].join('\n');
}
