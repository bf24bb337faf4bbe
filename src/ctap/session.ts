import { type EcdhKeyPair, ecdhP256 } from './crypto.ts';
import { authenticatorConfig, type ConfigChange } from './ctap2/authenticatorConfig.ts';
import { bioEnrollment, type Fingerprints } from './ctap2/bioEnrollment.ts';
import type { CallOptions, CborTransport } from './ctap2/call.ts';
import {
  changePIN,
  getPINRetries,
  getPinToken,
  getPinUvAuthTokenUsingPin,
  getPinUvAuthTokenUsingUv,
  getUVRetries,
  type PinRetries,
  permissions,
  setPIN,
  type TokenRequest,
} from './ctap2/clientPin.ts';
import { type CredentialManagement, credentialManagement } from './ctap2/credentialManagement.ts';
import {
  type GetAssertionRequest,
  type GetAssertionResponse,
  getAssertion,
  getNextAssertion,
} from './ctap2/getAssertion.ts';
import { type AuthenticatorInfo, getInfo } from './ctap2/getInfo.ts';
import { type MakeCredentialRequest, type MakeCredentialResponse, makeCredential } from './ctap2/makeCredential.ts';
import { authorize, type PinUvAuthToken } from './ctap2/pinAuth.ts';
import { reset } from './ctap2/reset.ts';
import { selection } from './ctap2/selection.ts';
import { CtapError } from './errors.ts';
import { fittingExcludeList, permissionsToCreate } from './excludeList.ts';
import { type LargeBlobs, largeBlobs } from './largeBlobs.ts';
import { type HmacSecretExchange, hmacSecretExchange } from './pin/hmacSecret.ts';
import { checkNewPin, pinBytes } from './pin/rules.ts';
import { SessionAgreement } from './pin/sessionAgreement.ts';

/**
 * One open key, asked as little as can be: getInfo once, read again only after something that changes it, and one key
 * agreement, which lives until the key's next power-up or a wrong PIN.
 */
export class KeySession {
  readonly #transport: CborTransport;
  #info: AuthenticatorInfo;
  readonly #agreement: SessionAgreement;

  private constructor(transport: CborTransport, info: AuthenticatorInfo, keyPair: EcdhKeyPair) {
    this.#transport = transport;
    this.#info = info;
    this.#agreement = new SessionAgreement(transport, () => this.#info.pinUvAuthProtocols, keyPair);
  }

  /** Opens a session by reading getInfo. @throws CtapError */
  static async open(transport: CborTransport, options?: CallOptions): Promise<KeySession> {
    const info = getInfo(transport, options);
    // Made while the key answers.
    const keyPair = ecdhP256();
    return new KeySession(transport, await info, keyPair);
  }

  get info(): AuthenticatorInfo {
    return this.#info;
  }

  /** Reads getInfo again, after something that changed it behind this session's back. @throws CtapError */
  async refresh(options?: CallOptions): Promise<AuthenticatorInfo> {
    this.#info = await getInfo(this.#transport, options);
    return this.#info;
  }

  /** Attempts left for the PIN. Asked of keys with a PIN only: others answer a number, an error, or worse. */
  async pinRetries(): Promise<PinRetries> {
    if (this.#info.options.clientPin !== true) throw new CtapError('CTAP2_ERR_PIN_NOT_SET');
    return getPINRetries(this.#transport, this.#agreement.version);
  }

  /**
   * Begins to agree on a secret ahead of the first PIN, while there is something else to wait for. Resolves when that has
   * ended, well or not: what needs the secret tells of a failure.
   */
  async agree(): Promise<void> {
    await this.#agreement.get().catch(() => undefined);
  }

  /** Sets the first PIN. @throws CtapError pin-rule before anything is sent, CTAP2_ERR_PIN_POLICY_VIOLATION by the key */
  async setPin(pin: string): Promise<void> {
    const bytes = checkNewPin(pin, this.#info);
    await this.#agreement.withPin(agreement => setPIN(this.#transport, agreement, bytes));
    this.#info = { ...this.#info, options: { ...this.#info.options, clientPin: true } };
  }

  /** Changes the PIN; agreement and getInfo are asked for anew after it. @throws CtapError pin-rule, CTAP2_ERR_PIN_INVALID, … */
  async changePin(currentPin: string, newPin: string): Promise<void> {
    const bytes = checkNewPin(newPin, this.#info);
    await this.#agreement.withPin(agreement => changePIN(this.#transport, agreement, pinBytes(currentPin), bytes));
    this.#agreement.forget();
    await this.refresh();
  }

  /**
   * A token for what `request` names; from keys of CTAP 2.0 one for everything. A CTAP 2.1 key takes a token's
   * permissions away after a makeCredential with a touch, so every operation asks for its own.
   * @throws CtapError CTAP2_ERR_PIN_INVALID and the other PIN statuses
   */
  pinToken(pin: string, request: TokenRequest, options?: CallOptions): Promise<PinUvAuthToken> {
    return this.#agreement.withPin(async agreement => {
      const token =
        this.#info.options.pinUvAuthToken === true
          ? await getPinUvAuthTokenUsingPin(this.#transport, agreement, pinBytes(pin), request, options)
          : await getPinToken(this.#transport, agreement, pinBytes(pin), options);
      return { version: agreement.version, token };
    });
  }

  /** Attempts left for a finger. @throws CtapError unsupported where the key verifies nobody itself */
  async uvRetries(): Promise<number> {
    if (this.#info.options.uv === undefined) throw new CtapError('unsupported', { what: 'uv' });
    return getUVRetries(this.#transport, this.#agreement.version);
  }

  /**
   * A token by the key's own user verification: it asks for a finger by onKeepAlive `upneeded`, and that touch counts for
   * the operation too.
   * @throws CtapError unsupported where no finger is enrolled, CTAP2_ERR_UV_INVALID, CTAP2_ERR_UV_BLOCKED, …
   */
  async uvToken(request: TokenRequest, options?: CallOptions): Promise<PinUvAuthToken> {
    const { uv, pinUvAuthToken } = this.#info.options;
    if (uv !== true || pinUvAuthToken !== true) throw new CtapError('unsupported', { what: 'uv' });
    const agreement = await this.#agreement.get();
    const token = await getPinUvAuthTokenUsingUv(this.#transport, agreement, request, options);
    return { version: agreement.version, token };
  }

  /** What a token must permit to make this credential, once its excludeList is split as the key needs it. */
  permissionsToCreate(request: MakeCredentialRequest): number {
    return permissionsToCreate(this.#info, request);
  }

  /**
   * Makes a credential under a PIN; an excludeList longer than the key takes is split (excludeList.ts). The key asks for
   * a touch by onKeepAlive `upneeded`.
   * @throws CtapError CTAP2_ERR_CREDENTIAL_EXCLUDED, …
   */
  async makeCredential(
    token: PinUvAuthToken,
    request: MakeCredentialRequest,
    options?: CallOptions,
  ): Promise<MakeCredentialResponse> {
    const excludeList = await fittingExcludeList(this.#transport, this.#info, request, token, options);
    const auth = authorize(token, request.clientDataHash);
    return makeCredential(this.#transport, { ...request, excludeList }, auth, options);
  }

  /** Signs in; without a token the key does not verify the user. @throws CtapError CTAP2_ERR_NO_CREDENTIALS, … */
  async getAssertion(
    token: PinUvAuthToken | undefined,
    request: GetAssertionRequest,
    options?: CallOptions,
  ): Promise<GetAssertionResponse> {
    const auth = token === undefined ? undefined : authorize(token, request.clientDataHash);
    return getAssertion(this.#transport, request, auth, options);
  }

  /** The next of several that answered getAssertion, within 30 s of the one before. @throws CtapError CTAP2_ERR_NOT_ALLOWED, … */
  nextAssertion(options?: CallOptions): Promise<GetAssertionResponse> {
    return getNextAssertion(this.#transport, options);
  }

  /** Resolves when this key was touched, which tells it from its neighbours. @throws CtapError CTAP1_ERR_INVALID_COMMAND before CTAP 2.1 */
  select(options?: CallOptions): Promise<void> {
    return selection(this.#transport, options);
  }

  /**
   * A token that lasts until the PIN changes or the key is reset, and only reads: for lists without asking for the PIN
   * again. SECURITY: whoever keeps it keeps it like a PIN.
   * @throws CtapError unsupported where the key gives none
   */
  async readOnlyToken(pin: string): Promise<PinUvAuthToken> {
    if (this.#info.options.perCredMgmtRO !== true) throw new CtapError('unsupported', { what: 'perCredMgmtRO' });
    return this.pinToken(pin, { permissions: permissions.persistentCredentialManagementReadOnly });
  }

  /** The resident credentials, by the command this key has for them, under the PIN or a token for them. @throws CtapError unsupported where it has none */
  async credentialManagement(by: string | PinUvAuthToken): Promise<CredentialManagement> {
    const { options } = this.#info;
    const preview = options.credMgmt !== true;
    if (preview && options.credentialMgmtPreview !== true) throw new CtapError('unsupported', { what: 'credMgmt' });
    const command = preview ? 'credentialManagementPreview' : 'credentialManagement';
    return credentialManagement(this.#transport, command, await this.#tokenBy(by, permissions.credentialManagement));
  }

  /** The fingers this key knows, by the command it has for them; all but the sensor is told under `by`. @throws CtapError unsupported where it has none */
  async fingerprints(by?: string | PinUvAuthToken): Promise<Fingerprints> {
    const { bioEnroll, userVerificationMgmtPreview } = this.#info.options;
    const command = bioEnroll === undefined ? 'bioEnrollmentPreview' : 'bioEnrollment';
    if ((bioEnroll ?? userVerificationMgmtPreview) === undefined)
      throw new CtapError('unsupported', { what: 'bioEnroll' });
    const token = by === undefined ? undefined : await this.#tokenBy(by, permissions.bioEnrollment);
    return bioEnrollment(this.#transport, command, token, () => this.refresh());
  }

  /** The large blobs of credentials; a key with a PIN is written to under `by`. @throws CtapError unsupported where it has none */
  async largeBlobs(by?: string | PinUvAuthToken): Promise<LargeBlobs> {
    if (this.#info.options.largeBlobs !== true) throw new CtapError('unsupported', { what: 'largeBlobs' });
    const token = by === undefined ? undefined : await this.#tokenBy(by, permissions.largeBlobWrite);
    return largeBlobs(this.#transport, this.#info, token);
  }

  /** A question to hmac-secret or hmac-secret-mc, good until the next wrong PIN. @throws CtapError */
  async hmacSecret(...salts: Uint8Array[]): Promise<HmacSecretExchange> {
    return hmacSecretExchange(await this.#agreement.get(), salts);
  }

  /** Changes the key's configuration; under `by` where it has a PIN. @throws CtapError CTAP2_ERR_PIN_INVALID, … */
  async configure(by: string | PinUvAuthToken | undefined, change: ConfigChange, options?: CallOptions): Promise<void> {
    const token = by === undefined ? undefined : await this.#tokenBy(by, permissions.authenticatorConfig);
    await authenticatorConfig(this.#transport, change, token, options);
    await this.refresh();
  }

  /**
   * Erases the key: every credential, the PIN and the agreement. Returns whether the key has told its getInfo since. Many keys
   * restart and do not; a reset that the key has confirmed must not fail by that.
   * @throws CtapError as ctap2/reset.ts says
   */
  async reset(options?: CallOptions): Promise<boolean> {
    await reset(this.#transport, options);
    this.#agreement.forget();
    const { clientPin, ...others } = this.#info.options;
    if (clientPin === true) this.#info = { ...this.#info, options: { ...others, clientPin: false } };
    return this.refresh().then(
      () => true,
      () => false,
    );
  }

  /** A token by the PIN, or the one that was had by a finger. */
  async #tokenBy(by: string | PinUvAuthToken, wanted: number): Promise<PinUvAuthToken> {
    return typeof by === 'string' ? this.pinToken(by, { permissions: wanted }) : by;
  }
}
