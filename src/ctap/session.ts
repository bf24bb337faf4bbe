import { type EcdhKeyPair, ecdhP256 } from './crypto.ts';
import { authenticatorConfig, type ConfigChange } from './ctap2/authenticatorConfig.ts';
import { bioEnrollment, type Fingerprints } from './ctap2/bioEnrollment.ts';
import type { CallOptions, CborTransport } from './ctap2/call.ts';
import { getPINRetries, getUVRetries, type PinRetries, permissions, type TokenRequest } from './ctap2/clientPin.ts';
import { type CredentialManagement, credentialManagement } from './ctap2/credentialManagement.ts';
import {
  enumerateAssertions,
  type GetAssertionRequest,
  type GetAssertionResponse,
  getAssertion,
  getNextAssertion,
} from './ctap2/getAssertion.ts';
import { type AuthenticatorInfo, getInfo, speaks } from './ctap2/getInfo.ts';
import type { HeldToken } from './ctap2/heldToken.ts';
import { type MakeCredentialRequest, type MakeCredentialResponse, makeCredential } from './ctap2/makeCredential.ts';
import { authorize, type PinUvAuthToken } from './ctap2/pinAuth.ts';
import { reset } from './ctap2/reset.ts';
import { selection } from './ctap2/selection.ts';
import { CtapError } from './errors.ts';
import { fittingExcludeList, permissionsToCreate } from './excludeList.ts';
import { type LargeBlobs, largeBlobs } from './largeBlobs.ts';
import { type HmacSecretExchange, hmacSecretExchange } from './pin/hmacSecret.ts';
import { SessionAgreement } from './pin/sessionAgreement.ts';
import { changeSessionPin, setSessionPin } from './pin/sessionPin.ts';
import { SessionTokens, type TokenSource } from './pin/sessionTokens.ts';
import { SessionInfo } from './sessionInfo.ts';

/**
 * One open key, with as few requests as possible. It reads getInfo once, and again only after something that changes
 * it. It has one key agreement, which lasts until the key's next power-up or a wrong PIN. If an operation receives a
 * PIN or another TokenSource instead of a token, a token that the key no longer accepts is replaced.
 */
export class KeySession {
  readonly #transport: CborTransport;
  readonly #info: SessionInfo;
  readonly #agreement: SessionAgreement;
  readonly #tokens: SessionTokens;

  private constructor(transport: CborTransport, info: AuthenticatorInfo, keyPair: EcdhKeyPair) {
    this.#transport = transport;
    this.#info = new SessionInfo(transport, info);
    this.#agreement = new SessionAgreement(transport, () => this.info.pinUvAuthProtocols, keyPair);
    this.#tokens = new SessionTokens(transport, this.#agreement, () => this.info);
  }

  /** Opens a session by reading getInfo. @throws CtapError */
  static async open(transport: CborTransport, options?: CallOptions): Promise<KeySession> {
    const info = getInfo(transport, options);
    // Created while the key answers.
    const keyPair = ecdhP256();
    return new KeySession(transport, await info, keyPair);
  }

  get info(): AuthenticatorInfo {
    return this.#info.current;
  }

  /** Reads getInfo again, after a change that this session does not know of. @throws CtapError */
  refresh(options?: CallOptions): Promise<AuthenticatorInfo> {
    return this.#info.refresh(options);
  }

  /**
   * Returns the attempts left for the PIN. Sent only to keys with a PIN: others answer with a number or an error, or
   * fail.
   */
  async pinRetries(): Promise<PinRetries> {
    if (this.info.options.clientPin !== true) throw new CtapError('CTAP2_ERR_PIN_NOT_SET');
    return getPINRetries(this.#transport, this.#agreement.version);
  }

  /**
   * Begins the key agreement before the first PIN, while something else takes time. Resolves when that has ended, also
   * if it failed: the request that needs the secret then reports the error.
   */
  async agree(): Promise<void> {
    await this.#agreement.get().catch(() => undefined);
  }

  /** SECURITY: overwrites PINs, tokens and secrets. The key rejects every request with a token after that. */
  close(): void {
    this.#tokens.close();
    this.#agreement.close();
  }

  /**
   * Sets the first PIN. @throws CtapError pin-rule before anything is sent, CTAP2_ERR_PIN_POLICY_VIOLATION by the key
   */
  async setPin(pin: string): Promise<void> {
    await setSessionPin(this.#pinParts(), pin);
    this.#info.setPinExists();
  }

  /**
   * Changes the PIN. The key agreement and getInfo are then requested again.
   * @throws CtapError pin-rule and pin-impossible before anything is sent, CTAP2_ERR_PIN_POLICY_VIOLATION with `rule`
   * unchanged if the key requires a different PIN than the present one, CTAP2_ERR_PIN_INVALID, …
   */
  async changePin(currentPin: string, newPin: string): Promise<void> {
    await changeSessionPin(this.#pinParts(), currentPin, newPin);
    await this.#info.learn({ forcePINChange: false });
  }

  /**
   * Returns a token with the permissions in `request`, or for all commands on a CTAP 2.0 key. A CTAP 2.1 key removes a
   * token's permissions after a makeCredential with a touch, so every operation requests its own. A key has one token
   * at a time, so this call waits for a running operation of this session.
   * @throws CtapError pin-impossible before anything is sent, uv-required if the key requires a fingerprint for that,
   * CTAP2_ERR_PIN_INVALID and the other PIN statuses
   */
  pinToken(pin: string, request: TokenRequest, options?: CallOptions): Promise<PinUvAuthToken> {
    return this.#tokens.byPin(pin, request, options);
  }

  /**
   * Returns the attempts left for a fingerprint. @throws CtapError unsupported if the key has no built-in user
   * verification
   */
  async uvRetries(): Promise<number> {
    if (this.info.options.uv === undefined) throw new CtapError('unsupported', { what: 'uv' });
    return getUVRetries(this.#transport, this.#agreement.version);
  }

  /**
   * Returns a token by the key's built-in user verification. onKeepAlive receives `upneeded` when the key asks for a
   * finger, and that touch counts for the operation, too.
   * @throws CtapError unsupported if no finger is enrolled, CTAP2_ERR_UV_INVALID, CTAP2_ERR_UV_BLOCKED, …
   */
  async uvToken(request: TokenRequest, options?: CallOptions): Promise<PinUvAuthToken> {
    const { uv, pinUvAuthToken } = this.info.options;
    if (uv !== true || pinUvAuthToken !== true) throw new CtapError('unsupported', { what: 'uv' });
    return this.#tokens.byUv(request, options);
  }

  /**
   * Returns the permissions that a token needs to create this credential, after its excludeList is split as the key
   * requires.
   */
  permissionsToCreate(request: MakeCredentialRequest): number {
    return permissionsToCreate(this.info, request);
  }

  /**
   * Creates a credential with a PIN. Splits an excludeList that is longer than the key accepts (excludeList.ts).
   * onKeepAlive receives `upneeded` when the key asks for a touch. It receives nothing before makeCredential is sent,
   * unless the key requires a touch to search the excludeList. attestationFormatsPreference is sent only to keys that
   * know it.
   * @throws CtapError CTAP2_ERR_CREDENTIAL_EXCLUDED, …
   */
  makeCredential(
    token: TokenSource,
    request: MakeCredentialRequest,
    options?: CallOptions,
  ): Promise<MakeCredentialResponse> {
    return this.#tokens.operate(token, async held => {
      const { attestationFormatsPreference: formats, ...rest } = request;
      const excludeList = await fittingExcludeList(this.#transport, this.info, request, held, options);
      const preference = formats && speaks(this.info, 2) ? { attestationFormatsPreference: formats } : {};
      return held.use(own =>
        makeCredential(
          this.#transport,
          { ...rest, ...preference, excludeList },
          authorize(own, request.clientDataHash),
          options,
        ),
      );
    });
  }

  /**
   * Signs in. Without a token the key does not verify the user. `up: false` requests no touch. Some keys reject it
   * (refusesSilentAssertion in ctap2/getAssertion.ts), and others ask for a touch anyway: the flag in authData shows
   * whether the user was present.
   * @throws CtapError CTAP2_ERR_NO_CREDENTIALS, …
   */
  async getAssertion(
    token: TokenSource | undefined,
    request: GetAssertionRequest,
    options?: CallOptions,
  ): Promise<GetAssertionResponse> {
    if (token === undefined) return getAssertion(this.#transport, request, undefined, options);
    return this.#tokens.operate(token, held =>
      held.use(own => getAssertion(this.#transport, request, authorize(own, request.clientDataHash), options)),
    );
  }

  /**
   * Returns up to `most` assertions of one relying party, without user verification. If another program interrupts the
   * list, it is begun again, a few times. If that does not help, the list is incomplete.
   * @throws CtapError CTAP2_ERR_NO_CREDENTIALS, …
   */
  assertions(request: GetAssertionRequest, most: number, options?: CallOptions): Promise<GetAssertionResponse[]> {
    return enumerateAssertions(this.#transport, request, most, options);
  }

  /**
   * Returns the next of several assertions, within 30 s of the one before. @throws CtapError CTAP2_ERR_NOT_ALLOWED, …
   */
  nextAssertion(options?: CallOptions): Promise<GetAssertionResponse> {
    return getNextAssertion(this.#transport, options);
  }

  /**
   * Resolves if the user touches this key, and thereby chooses it among several keys. @throws CtapError
   * CTAP1_ERR_INVALID_COMMAND before CTAP 2.1
   */
  select(options?: CallOptions): Promise<void> {
    return selection(this.#transport, options);
  }

  /**
   * Returns a token that lasts until the PIN changes or the key is reset, and that can only read. With it, lists need
   * no PIN again. SECURITY: the caller must protect it like a PIN.
   * @throws CtapError unsupported if the key issues none
   */
  async readOnlyToken(pin: string): Promise<PinUvAuthToken> {
    if (this.info.options.perCredMgmtRO !== true) throw new CtapError('unsupported', { what: 'perCredMgmtRO' });
    return this.pinToken(pin, { permissions: permissions.persistentCredentialManagementReadOnly });
  }

  /**
   * Returns the commands for resident credentials, with the PIN or a token for them. CTAP 2.0 keys have a preview
   * command for it. If a key rejects one form of the command, the other form is used.
   * @throws CtapError unsupported if the key has no such command
   */
  async credentialManagement(by: string | TokenSource): Promise<CredentialManagement> {
    const { options } = this.info;
    const preview = options.credMgmt !== true;
    if (preview && options.credentialMgmtPreview !== true) throw new CtapError('unsupported', { what: 'credMgmt' });
    const command = preview ? 'credentialManagementPreview' : 'credentialManagement';
    const token = await this.#tokenBy(by, permissions.credentialManagement);
    return credentialManagement(this.#transport, command, token, maxRemaining =>
      this.#info.learnCapacity(maxRemaining),
    );
  }

  /**
   * Returns the commands for fingerprints, in the form that the key has. All except `sensor` need `by`. @throws
   * CtapError unsupported if the key has none
   */
  async fingerprints(by?: string | TokenSource): Promise<Fingerprints> {
    const { bioEnroll, userVerificationMgmtPreview } = this.info.options;
    const command = bioEnroll === undefined ? 'bioEnrollmentPreview' : 'bioEnrollment';
    if ((bioEnroll ?? userVerificationMgmtPreview) === undefined)
      throw new CtapError('unsupported', { what: 'bioEnroll' });
    const token = by === undefined ? undefined : await this.#tokenBy(by, permissions.bioEnrollment);
    return bioEnrollment(this.#transport, command, token, async () => void (await this.#info.learn({})));
  }

  /**
   * Returns the commands for large blobs. Writing to a key with a PIN needs `by`. @throws CtapError unsupported if the
   * key has none
   */
  async largeBlobs(by?: string | TokenSource): Promise<LargeBlobs> {
    if (this.info.options.largeBlobs !== true) throw new CtapError('unsupported', { what: 'largeBlobs' });
    const token = by === undefined ? undefined : await this.#tokenBy(by, permissions.largeBlobWrite);
    return largeBlobs(this.#transport, this.info, token);
  }

  /** Returns an input for hmac-secret or hmac-secret-mc, valid until the next wrong PIN. @throws CtapError */
  async hmacSecret(...salts: Uint8Array[]): Promise<HmacSecretExchange> {
    return hmacSecretExchange(await this.#agreement.get(), salts);
  }

  /** Changes the key's configuration. Needs `by` if the key has a PIN. @throws CtapError CTAP2_ERR_PIN_INVALID, … */
  async configure(by: string | TokenSource | undefined, change: ConfigChange, options?: CallOptions): Promise<void> {
    const token = by === undefined ? undefined : await this.#tokenBy(by, permissions.authenticatorConfig);
    const send = (own: PinUvAuthToken | undefined) => authenticatorConfig(this.#transport, change, own, options);
    await (token === undefined ? send(undefined) : token.use(send));
    await this.#info.learn({});
  }

  /**
   * Erases the key: every credential, the PIN and the key agreement. Returns whether the key has answered getInfo after
   * that. Many keys restart and do not answer. A reset that the key has confirmed must not fail because of that.
   * @throws CtapError as in ctap2/reset.ts
   */
  async reset(options?: CallOptions): Promise<boolean> {
    await reset(this.#transport, options);
    this.close();
    return this.#info.learnReset();
  }

  #pinParts() {
    return { transport: this.#transport, agreement: this.#agreement, info: this.info };
  }

  /** Returns a token by the PIN, or wraps an existing one. */
  #tokenBy(by: string | TokenSource, wanted: number): Promise<HeldToken> {
    return this.#tokens.hold(typeof by === 'string' ? () => this.pinToken(by, { permissions: wanted }) : by);
  }
}
