import type { TokenRequest } from '../../ctap/ctap2/clientPin.ts';
import type { PinUvAuthToken } from '../../ctap/ctap2/pinAuth.ts';
import { withKeyErrors } from '../keys/keyErrors.ts';
import type { OpenKey } from '../keys/keys.ts';

/** A key may take an unused token back after 30 s (CTAP 2.3, 6.5.2.1), in ms; some way to the key is kept free. */
const UNUSED_TOKEN_LIVES = 20_000;

/**
 * The token for the proof, asked for ahead: queued behind makeCredential while the key waits for its touch, so that the key
 * makes it while the host looks at the credential. It must not be asked for earlier: a key has one token at a time.
 */
export class ProofToken {
  readonly #ask: () => Promise<PinUvAuthToken>;
  readonly #clock: () => number;
  #early: Promise<{ token: PinUvAuthToken; givenAt: number }> | undefined;

  /** `signal` takes makeCredential back, and so what waits behind it. */
  constructor(
    key: Pick<OpenKey, 'session'>,
    pin: string,
    wanted: TokenRequest,
    { signal, clock }: { signal: AbortSignal; clock: () => number },
  ) {
    this.#ask = () => withKeyErrors(() => key.session.pinToken(pin, wanted, { signal }));
    this.#clock = clock;
  }

  /** Asks for it, once: when makeCredential has been sent, and not before. */
  askAhead(): void {
    this.#early ??= this.#ask().then(token => ({ token, givenAt: this.#clock() }));
    this.#early.catch(() => undefined);
  }

  /** The token, or another one where that has grown too old. @throws KeydeskError pin-…, key-… */
  async take(): Promise<PinUvAuthToken> {
    this.askAhead();
    const early = await this.#early;
    if (early !== undefined && this.#clock() - early.givenAt < UNUSED_TOKEN_LIVES) return early.token;
    return this.#ask();
  }
}
