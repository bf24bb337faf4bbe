import { hasCtapCode } from '../errors.ts';
import type { PinUvAuthToken } from './pinAuth.ts';

/**
 * A token in use that is replaced if the key no longer accepts it. A token expires 30 s after the key issued it unless
 * it is used (CTAP 2.3, 6.5.2.1, for USB). It also ends if any program requests a token, or by a power cycle.
 */
export class HeldToken {
  #token: PinUvAuthToken;
  readonly #renew: (() => Promise<PinUvAuthToken>) | undefined;

  /** Creates a held token. `renew` requests a new one. Without it, an error of the key is final. */
  constructor(token: PinUvAuthToken, renew?: () => Promise<PinUvAuthToken>) {
    this.#token = token;
    this.#renew = renew;
  }

  /**
   * Runs one request with the token, and retries once with a new token if the key rejects the first one. @throws
   * CtapError
   */
  async use<T>(request: (token: PinUvAuthToken) => Promise<T>): Promise<T> {
    try {
      return await request(this.#token);
    } catch (error) {
      if (this.#renew === undefined || !refusesToken(error)) throw error;
      this.#token = await this.#renew();
      return request(this.#token);
    }
  }
}

/** Wraps a token that cannot be renewed. */
export function held(token: PinUvAuthToken | HeldToken): HeldToken {
  return token instanceof HeldToken ? token : new HeldToken(token);
}

/** Returns whether a key answered that it does not accept a token, or no longer. */
function refusesToken(error: unknown): boolean {
  return hasCtapCode(error, 'CTAP2_ERR_PIN_AUTH_INVALID', 'CTAP2_ERR_PIN_TOKEN_EXPIRED');
}
