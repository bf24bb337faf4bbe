import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, hasCode, toFailure } from '../../../contract/errors/failure.ts';
import { pinPermits, type TokenRequest } from '../../../ctap/ctap2/clientPin.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import type { PinUvAuthToken } from '../../../ctap/ctap2/pinAuth.ts';
import { pinState } from '../../services/keys/details.ts';
import { withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { refuseBlocked, withPin } from '../../services/keys/pinErrors.ts';
import type { Attendant } from './attendant.ts';

/**
 * Verifies the user to the key, as often as one enrollment needs it: with the PIN if it is known, with a fingerprint if the key has one
 * enrolled, and otherwise with a PIN that a person enters.
 */
export class UserVerification {
  readonly #key: OpenKey;
  readonly #attendant: Attendant;
  #pin: string | undefined;
  /** Whether the key has accepted this PIN. An unverified PIN is never tried automatically, because that could cost an attempt. */
  #proven = false;

  constructor(key: OpenKey, attendant: Attendant, pin: string | undefined) {
    this.#key = key;
    this.#attendant = attendant;
    this.#pin = pin;
  }

  /** Returns the PIN after the key has accepted it; undefined if a fingerprint was enough. */
  get pin(): string | undefined {
    return this.#proven ? this.#pin : undefined;
  }

  /** Uses a PIN that was just set on the key. */
  use(pin: string): void {
    this.#pin = pin;
    this.#proven = true;
  }

  /**
   * Returns whether the PIN alone is enough for a token with these permissions, so that no person is asked.
   * @param wanted any combination of `permissions`
   */
  quiet(wanted: number): boolean {
    return this.#pin !== undefined && pinPermits(this.#key.session.info, wanted);
  }

  /**
   * Returns a token with the wanted permissions. Never retries a wrong PIN automatically; asks the person if there is one. A key that gives
   * such a token only for a fingerprint asks for it even if the PIN is known.
   * @throws KeydeskError pin-…, fingerprint-…, touch-timeout, cancelled
   */
  async token(wanted: TokenRequest, signal = this.#attendant.signal): Promise<PinUvAuthToken> {
    const { info } = this.#key.session;
    if (!pinPermits(info, wanted.permissions)) return this.#byFingerAlone(wanted);
    let pin = this.#pin;
    let refused: Failure | undefined;
    if (pin === undefined && this.#attendant.interactive && knowsFinger(info)) {
      const answer = await this.#byFinger(wanted);
      if (answer.token !== undefined) return answer.token;
      refused = answer.refused;
    }
    const { session } = this.#key;
    for (;;) {
      pin ??= await this.#askForPin(refused);
      try {
        const known = pin;
        const token = await withPin(session, () => session.pinToken(known, wanted, { signal }));
        this.#pin = known;
        this.#proven = true;
        return token;
      } catch (error) {
        if (!this.#attendant.interactive || !hasCode(error, 'pin-wrong')) throw error;
        refused = toFailure(error);
        pin = undefined;
      }
    }
  }

  /** Asks for a fingerprint as often as the key prefers. Asks again if the person prefers the PIN, which does not help here. */
  async #byFingerAlone(wanted: TokenRequest): Promise<PinUvAuthToken> {
    if (!knowsFinger(this.#key.session.info)) throw new KeydeskError('fingerprint-required');
    for (;;) {
      const { token, refused } = await this.#byFinger(wanted);
      if (token !== undefined) return token;
      if (refused !== undefined) throw new KeydeskError(refused.code, refused.params);
    }
  }

  /**
   * Asks for a fingerprint as often as the key prefers (getInfo preferredPlatformUvAttempts). Returns no token if the PIN is needed: the
   * person prefers it, no fingerprint matched, or the key has blocked fingerprints (CTAP 2.3, 6.5.5.7: platforms fall back to clientPin).
   */
  async #byFinger(wanted: TokenRequest): Promise<{ token?: PinUvAuthToken; refused?: Failure | undefined }> {
    const { session } = this.#key;
    const { preferredPlatformUvAttempts, options } = session.info;
    let refused: Failure | undefined;
    for (let left = Math.max(1, preferredPlatformUvAttempts ?? 1); left > 0; left--) {
      const preferred = this.#attendant.askFinger(refused);
      const signal = AbortSignal.any([this.#attendant.signal, preferred]);
      try {
        return { token: await withKeyErrors(() => session.uvToken(wanted, { signal })) };
      } catch (error) {
        if (preferred.aborted) return {};
        if (!hasCode(error, 'fingerprint-failed', 'fingerprint-blocked') || options.clientPin !== true) throw error;
        refused = toFailure(error);
        if (error.code === 'fingerprint-blocked') break;
      } finally {
        this.#attendant.interact({ kind: 'none' });
      }
    }
    return { refused };
  }

  async #askForPin(refused: Failure | undefined): Promise<string> {
    const state = await pinState(this.#key.session);
    refuseBlocked(state);
    const choice = await this.#attendant.askPin({
      kind: 'pin',
      state,
      ...(refused === undefined ? {} : { refused }),
    });
    if (choice.kind === 'given') return choice.pin;
    throw new KeydeskError('pin-required');
  }
}

/** Returns whether a key gives tokens for built-in user verification, and has a fingerprint enrolled. */
export function knowsFinger({ options }: Pick<AuthenticatorInfo, 'options'>): boolean {
  return options.uv === true && options.pinUvAuthToken === true;
}
