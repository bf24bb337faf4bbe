import type { PinUvAuthToken } from '../../ctap/ctap2/pinAuth.ts';
import type { CoseKey } from '../../ctap/webauthn/coseKey.ts';
import { type Evidence, type SignIn, verifySignIn } from './signIn.ts';

/** What the proof needs. */
export interface ProofParts {
  readonly rpId: string;
  /** Whether a token can be had without asking anybody. */
  readonly quiet: () => boolean;
  /** @throws KeydeskError pin-…, fingerprint-…, key-… */
  readonly token: () => Promise<PinUvAuthToken>;
  readonly signInWith: (credentialId: Uint8Array) => SignIn;
  readonly signal: AbortSignal;
}

/**
 * The proof of one enrolment, begun as early as the key has time for it: its token is asked for while makeCredential waits
 * for the touch, its assertion as soon as the credential is there, so that the key signs while the host verifies and Entra
 * registers. What fails of that is told by `take` alone. A finger is asked for when all else is done.
 */
export class Proof {
  readonly #parts: ProofParts;
  #token: Promise<PinUvAuthToken> | undefined;
  #signedIn: Promise<Evidence> | undefined;

  constructor(parts: ProofParts) {
    this.#parts = parts;
  }

  /**
   * Asks for the token, once: when makeCredential has been sent, and not before, since a key has one token at a time. It
   * waits its turn behind that command.
   */
  askAhead(): void {
    if (!this.#parts.quiet()) return;
    this.#token ??= this.#parts.token();
    this.#token.catch(() => undefined);
  }

  /** Signs in with the new credential as soon as the token is there. */
  begin(credentialId: Uint8Array): void {
    this.askAhead();
    if (this.#token === undefined) return;
    this.#signedIn = this.#signIn(credentialId, this.#token);
    this.#signedIn.catch(() => undefined);
  }

  /** The evidence, verified. @throws KeydeskError proof-failed, pin-…, fingerprint-…, key-… */
  async take(credentialId: Uint8Array, publicKey: CoseKey): Promise<Evidence> {
    const evidence = await (this.#signedIn ?? this.#signIn(credentialId, this.#parts.token()));
    verifySignIn(evidence, { rpId: this.#parts.rpId, publicKey, userVerified: true });
    return evidence;
  }

  /** Resolves when the key has none of it to do any more. */
  async over(): Promise<void> {
    await (this.#signedIn ?? this.#token)?.catch(() => undefined);
  }

  async #signIn(credentialId: Uint8Array, token: Promise<PinUvAuthToken>): Promise<Evidence> {
    const signIn = this.#parts.signInWith(credentialId);
    return signIn({ token: await token, renew: () => this.#parts.token() }, this.#parts.signal);
  }
}
