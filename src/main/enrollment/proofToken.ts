import type { TokenRequest } from '../../ctap/ctap2/clientPin.ts';
import type { PinUvAuthToken } from '../../ctap/ctap2/pinAuth.ts';
import type { UserVerification } from './userVerification.ts';

/** A key may take an unused token back after 30 s (CTAP 2.3, 6.5.2.1), in ms; some way to the key is kept free. */
const UNUSED_TOKEN_LIVES = 20_000;

/**
 * The token for the proof, asked for ahead: queued behind makeCredential while the key waits for its touch, so that the key
 * makes it while the host looks at the credential. It must not be asked for earlier: a key has one token at a time. A finger
 * is asked for only when it is needed.
 */
export class ProofToken {
  readonly #verification: Pick<UserVerification, 'pin' | 'token'>;
  readonly #wanted: TokenRequest;
  readonly #clock: () => number;
  #early: Promise<{ token: PinUvAuthToken; givenAt: number }> | undefined;

  constructor(verification: Pick<UserVerification, 'pin' | 'token'>, wanted: TokenRequest, clock: () => number) {
    this.#verification = verification;
    this.#wanted = wanted;
    this.#clock = clock;
  }

  /** Asks for it, once: when makeCredential has been sent, and not before. */
  askAhead(): void {
    if (this.#verification.pin === undefined) return;
    this.#early ??= this.#verification.token(this.#wanted).then(token => ({ token, givenAt: this.#clock() }));
    this.#early.catch(() => undefined);
  }

  /** The token, or another one where that has grown too old. @throws KeydeskError pin-…, fingerprint-…, key-… */
  async take(): Promise<PinUvAuthToken> {
    this.askAhead();
    const early = await this.#early;
    if (early !== undefined && this.#clock() - early.givenAt < UNUSED_TOKEN_LIVES) return early.token;
    return this.#verification.token(this.#wanted);
  }
}
