import { permissions } from '../../../ctap/ctap2/clientPin.ts';
import { refusesSilentAssertion } from '../../../ctap/ctap2/getAssertion.ts';
import type { PinUvAuthToken } from '../../../ctap/ctap2/pinAuth.ts';
import type { CoseKey } from '../../../ctap/webauthn/coseKey.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { type Evidence, type SignIn, signInWith, verifySignIn } from './signIn.ts';
import { inBackground, type Stage } from './stage.ts';
import type { UserVerification } from './userVerification.ts';

/** What the proof needs. */
export interface ProofParts {
  readonly rpId: string;
  /** Returns whether a token is available without asking a person. */
  readonly quiet: () => boolean;
  /** Gets a token. @throws KeydeskError pin-…, fingerprint-…, key-… */
  readonly token: () => Promise<PinUvAuthToken>;
  readonly signInWith: (credentialId: Uint8Array) => SignIn;
  /** Whether this model signs in only with a touch. If false, the key is asked without a touch. */
  readonly wantsTouch: boolean;
  /** Called if the key required a touch. */
  readonly learnTouch: () => void;
  /** Asks the person for a touch, or cancels the request. */
  readonly askTouch: (wanted: boolean) => void;
  readonly signal: AbortSignal;
}

/**
 * The proof of one enrollment. It starts as early as the key allows: the token is requested while makeCredential waits for the touch, and
 * the assertion as soon as the credential exists. So the key signs while the host verifies and Entra registers. Only `take` throws a
 * failure of this early attempt. If the key refuses to sign in without a touch, `take` first retries with one. A person is asked for a
 * fingerprint or a touch only after the registration.
 */
export class Proof {
  readonly #parts: ProofParts;
  #token: Promise<PinUvAuthToken> | undefined;
  #signedIn: Promise<Evidence> | undefined;
  readonly #end = new AbortController();

  constructor(parts: ProofParts) {
    this.#parts = parts;
  }

  /**
   * Requests the token, once. Only after makeCredential was sent, because a key has one token at a time. The request waits until that
   * command has finished.
   */
  askAhead(): void {
    if (!this.#parts.quiet() || this.#parts.wantsTouch) return;
    this.#token ??= this.#parts.token();
    // `take` throws this error.
    this.#token.catch(() => undefined);
  }

  /** Signs in with the new credential as soon as the token is available. */
  begin(credentialId: Uint8Array): void {
    this.askAhead();
    if (this.#token === undefined) return;
    this.#signedIn = this.#signIn(credentialId, this.#token, false);
    // `take` throws this error.
    this.#signedIn.catch(() => undefined);
  }

  /** Returns the verified evidence. @throws KeydeskError proof-failed, pin-…, fingerprint-…, key-… */
  async take(credentialId: Uint8Array, publicKey: CoseKey): Promise<Evidence> {
    const { wantsTouch } = this.#parts;
    let evidence: Evidence;
    try {
      evidence = await (this.#signedIn ?? this.#signIn(credentialId, this.#parts.token(), wantsTouch));
    } catch (error) {
      if (wantsTouch || !refusesSilentAssertion(error)) throw error;
      this.#parts.learnTouch();
      evidence = await this.#signIn(credentialId, this.#parts.token(), true);
    }
    verifySignIn(evidence, { rpId: this.#parts.rpId, publicKey, userVerified: true });
    return evidence;
  }

  /** Cancels pending requests to the key. Resolves when the key has no more work for the proof. */
  async end(): Promise<void> {
    this.#end.abort();
    await this.over();
  }

  /** Resolves when the early attempt has ended, successfully or not. */
  async over(): Promise<void> {
    await (this.#signedIn ?? this.#token)?.catch(() => undefined);
  }

  async #signIn(credentialId: Uint8Array, token: Promise<PinUvAuthToken>, touch: boolean): Promise<Evidence> {
    const { askTouch, learnTouch } = this.#parts;
    const signal = AbortSignal.any([this.#parts.signal, this.#end.signal]);
    const signIn = this.#parts.signInWith(credentialId);
    let asked = false;
    const onTouchWanted = () => {
      asked = true;
      askTouch(true);
    };
    try {
      const source = { token: await token, renew: () => this.#parts.token() };
      const evidence = await signIn(source, { signal, touch, onTouchWanted });
      if (asked && !touch) learnTouch();
      return evidence;
    } finally {
      if (asked) askTouch(false);
    }
  }
}

/** Prepares the proof that a credential of this key signs in. */
export async function openProof(
  stage: Stage,
  key: OpenKey,
  verification: UserVerification,
  rpId: string,
): Promise<Proof> {
  const { habits } = stage.parts;
  const { info } = key.session;
  return new Proof({
    rpId,
    quiet: () => verification.quiet(permissions.getAssertion),
    token: () => verification.token({ permissions: permissions.getAssertion, rpId }),
    signInWith: credentialId => signInWith(key, rpId, credentialId),
    wantsTouch: await habits.has(info, 'touch-to-sign-in'),
    learnTouch: () => void inBackground(habits.learn(info, 'touch-to-sign-in')),
    askTouch: wanted => stage.attendant.interact({ kind: wanted ? 'touch' : 'none' }),
    signal: stage.signal,
  });
}
