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

/** An existing token, and the function that requests another one. */
interface RenewableToken {
  readonly token: PinUvAuthToken;
  renew(): Promise<PinUvAuthToken>;
}

/**
 * What an operation uses as its token: a token, which is not renewed if the key rejects it, or a function that requests
 * one. The function is called again, once for each request, if the key no longer accepts the token. It may ask a
 * person, and it may request a token of the same session.
 */
export type TokenSource = PinUvAuthToken | RenewableToken | (() => Promise<PinUvAuthToken>);

/**
 * The tokens of one session. A key has one at a time (CTAP 2.3, 6.5.2.1), so a request for one waits until the running
 * operation has used its own. SECURITY: tokens are overwritten when the session is closed, and each as soon as the next
 * one has ended it. The caller keeps a persistent one.
 */
export class SessionTokens {
  readonly #transport: CborTransport;
  readonly #agreement: SessionAgreement;
  readonly #info: () => AuthenticatorInfo;
  readonly #issued = new Set<PinUvAuthToken>();
  /** The running operation, and how many tokens are being requested for it. */
  #operation: Promise<void> | undefined;
  #asking = 0;

  constructor(transport: CborTransport, agreement: SessionAgreement, info: () => AuthenticatorInfo) {
    this.#transport = transport;
    this.#agreement = agreement;
    this.#info = info;
  }

  /**
   * Requests a token by PIN. @throws CtapError pin-impossible, uv-required, CTAP2_ERR_PIN_INVALID and the other PIN
   * statuses
   */
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

  /** Requests a token by built-in user verification. @throws CtapError CTAP2_ERR_UV_INVALID, CTAP2_ERR_UV_BLOCKED, … */
  async byUv(request: TokenRequest, options?: CallOptions): Promise<PinUvAuthToken> {
    await this.#turn();
    const send = (agreement: KeyAgreement) => getPinUvAuthTokenUsingUv(this.#transport, agreement, request, options);
    return this.#keep(await this.#agreement.run(send), request);
  }

  /** Returns a token for more than one request. */
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

  /** SECURITY: overwrites every token except a persistent one. */
  close(): void {
    this.#overwrite();
  }

  /** Renews a token. The event that ended the token may have ended the key agreement, too. */
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

  /** Waits for the running operation, unless that operation itself requests the token. */
  async #turn(): Promise<void> {
    while (this.#operation !== undefined && this.#asking === 0) await this.#operation;
  }

  #keep(token: Uint8Array, request: TokenRequest): PinUvAuthToken {
    const issued = { version: this.#agreement.version, token };
    if (request.permissions === permissions.persistentCredentialManagementReadOnly) return issued;
    // A CTAP 2.0 key returns the same token again, so other operations may still use it.
    if (this.#info().options.pinUvAuthToken === true) this.#overwrite();
    this.#issued.add(issued);
    return issued;
  }

  #overwrite(): void {
    for (const { token } of this.#issued) token.fill(0);
    this.#issued.clear();
  }
}
