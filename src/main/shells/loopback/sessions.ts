import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type KeyKind, type ProofFacts, proofText } from '../../../contract/system/windowProof.ts';

/** SECURITY: who may talk to the loopback server. The token of the address opens one session, the session's key the rest. */
export interface Sessions {
  /** 32 random bytes, base64url. Worth exactly one session. */
  readonly token: string;
  /** The key of a kind; null where there is none: the token was used, or no session is open. */
  key(kind: KeyKind): string | null;
  /** Returns whether the window has proved that it knows the key. With the token it opens the session, and the token ends. */
  admit(facts: ProofFacts, proof: string): boolean;
}

/** @param onOpened is called when the token has been used */
export function createSessions(onOpened: () => void = () => undefined): Sessions {
  const token = secret();
  let unused = true;
  let session: string | null = null;
  const key = (kind: KeyKind) => (kind === 'session' ? session : unused ? token : null);
  return {
    token,
    key,
    admit: (facts, proof) => {
      // Looked up again: another window may have used the token since this one was given its challenge.
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

/** Takes the same time wherever the difference is. */
function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
