import { hasCtapCode } from '../errors.ts';
import type { PinUvAuthToken } from './pinAuth.ts';

/**
 * A token in use, and the way to another one where the key no longer takes it: it expires 30 s after it was given unless it
 * is used (CTAP 2.3, 6.5.2.1, for USB), and any program that takes a token, or a power cycle, ends it.
 */
export class HeldToken {
  #token: PinUvAuthToken;
  readonly #renew: (() => Promise<PinUvAuthToken>) | undefined;

  /** `renew` gets a new one; without it the key's refusal stands. */
  constructor(token: PinUvAuthToken, renew?: () => Promise<PinUvAuthToken>) {
    this.#token = token;
    this.#renew = renew;
  }

  /** Runs one request under the token, and once more under a new one where the key refuses the token. @throws CtapError */
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

/** The same for a token that cannot be had again. */
export function held(token: PinUvAuthToken | HeldToken): HeldToken {
  return token instanceof HeldToken ? token : new HeldToken(token);
}

/** Whether a key answered that it does not, or no longer, take a token. */
function refusesToken(error: unknown): boolean {
  return hasCtapCode(error, 'CTAP2_ERR_PIN_AUTH_INVALID', 'CTAP2_ERR_PIN_TOKEN_EXPIRED');
}
