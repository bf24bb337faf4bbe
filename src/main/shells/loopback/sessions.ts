import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type KeyKind, type ProofFacts, proofText } from '../../../contract/system/windowProof.ts';

/**
 * Decides which windows may use the loopback server. SECURITY: the token of the address opens one session. All later
 * connections use the session's key.
 */
export interface Sessions {
  /** 32 random bytes, base64url. Valid for exactly one session. */
  readonly token: string;
  /** Returns the key of a kind. Returns null if there is none: the token was used, or no session is open. */
  key(kind: KeyKind): string | null;
  /**
   * Returns whether the window has proven that it knows the key. With the token, this opens the session and invalidates
   * the token.
   */
  admit(facts: ProofFacts, proof: string): boolean;
}

/** @param onOpened Called when the token has been used */
export function createSessions(onOpened: () => void = () => undefined): Sessions {
  const token = secret();
  let unused = true;
  let session: string | null = null;
  const key = (kind: KeyKind) => (kind === 'session' ? session : unused ? token : null);
  return {
    token,
    key,
    admit: (facts, proof) => {
      // Read again: another window may have used the token since this window got its challenge.
      const known = key(facts.kind);
      if (known === null || !equal(proof, prove(known, 'window', facts))) return false;
      if (facts.kind === 'token') {
        unused = false;
        session = prove(token, 'session', facts);
        onOpened();
      }
      return true;
    },
  };
}

/** Returns HMAC-SHA-256 as base64url. */
export function prove(key: string, role: Parameters<typeof proofText>[0], facts: ProofFacts): string {
  return createHmac('sha256', key).update(proofText(role, facts)).digest('base64url');
}

/** Returns 32 random bytes as base64url. */
export function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in constant time. */
function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
