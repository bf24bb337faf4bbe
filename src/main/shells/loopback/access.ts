import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may talk to the loopback server. The token of the URL's fragment is good once, for a bearer that the window keeps
 * for its session. SECURITY: any program and any web page on this computer can reach the port; only the window that was
 * opened by this server knows the token.
 */
export class Access {
  #token: string | undefined = secret();
  readonly #bearers = new Set<string>();

  /** The token for the URL's fragment. */
  get token(): string {
    return this.#token ?? '';
  }

  /** A bearer for the one-time token; undefined when it is wrong or was used. */
  exchange(token: string): string | undefined {
    if (this.#token === undefined || !same(token, this.#token)) return undefined;
    this.#token = undefined;
    const bearer = secret();
    this.#bearers.add(bearer);
    return bearer;
  }

  isBearer(bearer: string): boolean {
    return [...this.#bearers].some(known => same(bearer, known));
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Hashed first, so that neither length nor content shows in the time it takes. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
