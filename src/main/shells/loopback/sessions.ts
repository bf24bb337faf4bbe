import { randomBytes, timingSafeEqual } from 'node:crypto';

/** SECURITY: who may talk to the loopback server. One token opens one session; a session's bearer opens the rest. */
export interface Sessions {
  /** 32 random bytes, base64url. Worth exactly one exchange. */
  readonly token: string;
  /** The bearer of a new session, or null for a token that is wrong or was used before. */
  exchange(token: string): string | null;
  isOpen(bearer: string): boolean;
}

export function createSessions(): Sessions {
  const token = secret();
  let unused = true;
  let open: string | null = null;
  return {
    token,
    exchange: given => {
      if (!unused || !equal(given, token)) return null;
      unused = false;
      open = secret();
      return open;
    },
    isOpen: bearer => open !== null && equal(bearer, open),
  };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Takes the same time wherever the difference is. */
function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
