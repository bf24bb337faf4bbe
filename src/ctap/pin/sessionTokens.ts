import type { CallOptions, CborTransport } from '../ctap2/call.ts';
import {
  getPinToken,
  getPinUvAuthTokenUsingPin,
  getPinUvAuthTokenUsingUv,
  permissions,
  pinPermits,
  type TokenRequest,
} from '../ctap2/clientPin.ts';
import type { AuthenticatorInfo } from '../ctap2/getInfo.ts';
import { HeldToken } from '../ctap2/heldToken.ts';
import type { PinUvAuthToken } from '../ctap2/pinAuth.ts';
import { CtapError } from '../errors.ts';
import type { KeyAgreement } from './protocol.ts';
import { checkCurrentPin } from './rules.ts';
import type { SessionAgreement } from './sessionAgreement.ts';

/** A token that is there already, and the way to another one. */
interface RenewableToken {
  readonly token: PinUvAuthToken;
  renew(): Promise<PinUvAuthToken>;
}

/**
 * What an operation works under: a token, and then the key's refusal of it stands; or a way to get one, which is asked again,
 * once for each request, where the key no longer takes the token. That way may ask a person, and it may take a token of the
 * same session.
 */
export type TokenSource = PinUvAuthToken | RenewableToken | (() => Promise<PinUvAuthToken>);

/**
 * The tokens of one session. A key has one at a time (CTAP 2.3, 6.5.2.1), so whoever asks for one waits until the operation
 * under way has used its own. SECURITY: tokens are overwritten when the session is closed, and each as soon as the next one
 * has ended it. A persistent one is its holder's to keep.
 */
export class SessionTokens {
  readonly #transport: CborTransport;
  readonly #agreement: SessionAgreement;
  readonly #info: () => AuthenticatorInfo;
  readonly #issued = new Set<PinUvAuthToken>();
  /** The operation under way, and how many tokens are being asked for on its behalf. */
  #operation: Promise<void> | undefined;
  #asking = 0;

  constructor(transport: CborTransport, agreement: SessionAgreement, info: () => AuthenticatorInfo) {
    this.#transport = transport;
    this.#agreement = agreement;
    this.#info = info;
  }

  /** @throws CtapError pin-impossible, uv-required, CTAP2_ERR_PIN_INVALID and the other PIN statuses */
  async byPin(pin: string, request: TokenRequest, options?: CallOptions): Promise<PinUvAuthToken> {
    const bytes = checkCurrentPin(pin);
    try {
      await this.#turn();
      const info = this.#info();
      if (!pinPermits(info, request.permissions)) throw new CtapError('uv-required');
      const send = (agreement: KeyAgreement) =>
        info.options.pinUvAuthToken === true
          ? getPinUvAuthTokenUsingPin(this.#transport, agreement, bytes, request, options)
          : getPinToken(this.#transport, agreement, bytes, options);
      return this.#keep(await this.#agreement.withPin(bytes, send), request);
    } finally {
      bytes.fill(0);
    }
  }

  /** @throws CtapError CTAP2_ERR_UV_INVALID, CTAP2_ERR_UV_BLOCKED, … */
  async byUv(request: TokenRequest, options?: CallOptions): Promise<PinUvAuthToken> {
    await this.#turn();
    const send = (agreement: KeyAgreement) => getPinUvAuthTokenUsingUv(this.#transport, agreement, request, options);
    return this.#keep(await this.#agreement.run(send), request);
  }

  /** A token to work under for longer than one request. */
  async hold(source: TokenSource): Promise<HeldToken> {
    if (typeof source === 'function') return new HeldToken(await this.#onBehalf(source), () => this.#again(source));
    if ('renew' in source) return new HeldToken(source.token, () => this.#again(() => source.renew()));
    return new HeldToken(source);
  }

  /**
   * Runs an operation of several requests. Operations run one after the other, and other requests for a token wait. The source
   * may request a token, but must not start an operation: it would wait for itself.
   */
  async operate<T>(source: TokenSource, operation: (token: HeldToken) => Promise<T>): Promise<T> {
    // Checked and taken in one step, so that of several waiting operations only one continues.
    while (this.#operation !== undefined) await this.#operation;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#operation = promise;
    try {
      return await operation(await this.hold(source));
    } finally {
      this.#operation = undefined;
      resolve();
    }
  }

  /** SECURITY: overwrites every token but a persistent one. */
  close(): void {
    this.#overwrite();
  }

  /** What ended the token may have ended the agreement too. */
  #again(ask: () => Promise<PinUvAuthToken>): Promise<PinUvAuthToken> {
    this.#agreement.forget();
    return this.#onBehalf(ask);
  }

  async #onBehalf(ask: () => Promise<PinUvAuthToken>): Promise<PinUvAuthToken> {
    this.#asking++;
    try {
      return await ask();
    } finally {
      this.#asking--;
    }
  }

  /** Waits for the operation under way, unless that operation is what needs the token. */
  async #turn(): Promise<void> {
    while (this.#operation !== undefined && this.#asking === 0) await this.#operation;
  }

  #keep(token: Uint8Array, request: TokenRequest): PinUvAuthToken {
    const issued = { version: this.#agreement.version, token };
    if (request.permissions === permissions.persistentCredentialManagementReadOnly) return issued;
    // A CTAP 2.0 key gives the same token again, so that others may still be working under it.
    if (this.#info().options.pinUvAuthToken === true) this.#overwrite();
    this.#issued.add(issued);
    return issued;
  }

  #overwrite(): void {
    for (const { token } of this.#issued) token.fill(0);
    this.#issued.clear();
  }
}
