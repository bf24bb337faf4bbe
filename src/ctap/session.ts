import { equal } from './bytes.ts';
import { type EcdhKeyPair, ecdhP256 } from './crypto.ts';
import { authenticatorConfig, type ConfigChange } from './ctap2/authenticatorConfig.ts';
import { bioEnrollment, type Fingerprints } from './ctap2/bioEnrollment.ts';
import type { CallOptions, CborTransport } from './ctap2/call.ts';
import {
  changePIN,
  getPINRetries,
  getUVRetries,
  type PinRetries,
  permissions,
  setPIN,
  type TokenRequest,
} from './ctap2/clientPin.ts';
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
import { CtapError, hasCtapCode } from './errors.ts';
import { fittingExcludeList, permissionsToCreate } from './excludeList.ts';
import { type LargeBlobs, largeBlobs } from './largeBlobs.ts';
import { type HmacSecretExchange, hmacSecretExchange } from './pin/hmacSecret.ts';
import { checkCurrentPin, checkNewPin } from './pin/rules.ts';
import { SessionAgreement } from './pin/sessionAgreement.ts';
import { SessionTokens, type TokenSource } from './pin/sessionTokens.ts';

/**
 * One open key, asked as little as can be: getInfo once, read again only after something that changes it, and one key
 * agreement, which lives until the key's next power-up or a wrong PIN. Where an operation is given a PIN or another
 * TokenSource instead of a token, a token that the key no longer takes is replaced by a new one.
 */
export class KeySession {
  readonly #transport: CborTransport;
  #info: AuthenticatorInfo;
  readonly #agreement: SessionAgreement;
  readonly #tokens: SessionTokens;

  private constructor(transport: CborTransport, info: AuthenticatorInfo, keyPair: EcdhKeyPair) {
    this.#transport = transport;
    this.#info = info;
    this.#agreement = new SessionAgreement(transport, () => this.#info.pinUvAuthProtocols, keyPair);
    this.#tokens = new SessionTokens(transport, this.#agreement, () => this.#info);
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

  /** SECURITY: overwrites PINs, tokens and secrets. What is asked under a token after that is refused by the key. */
  close(): void {
    this.#tokens.close();
    this.#agreement.close();
  }

  /** Sets the first PIN. @throws CtapError pin-rule before anything is sent, CTAP2_ERR_PIN_POLICY_VIOLATION by the key */
  async setPin(pin: string): Promise<void> {
    const bytes = checkNewPin(pin, this.#info);
    try {
      await this.#agreement.run(agreement => setPIN(this.#transport, agreement, bytes));
      this.#agreement.prove(bytes);
    } catch (error) {
      if (hasCtapCode(error, 'CTAP2_ERR_PIN_AUTH_INVALID')) this.#agreement.forget();
      throw error;
    } finally {
      bytes.fill(0);
    }
    this.#info = { ...this.#info, options: { ...this.#info.options, clientPin: true } };
  }

  /**
   * Changes the PIN; agreement and getInfo are asked for anew after it.
   * @throws CtapError pin-rule and pin-impossible before anything is sent, CTAP2_ERR_PIN_POLICY_VIOLATION with `rule`
   * unchanged where the key wants another one than the present, CTAP2_ERR_PIN_INVALID, …
   */
  async changePin(currentPin: string, newPin: string): Promise<void> {
    const next = checkNewPin(newPin, this.#info);
    try {
      const current = checkCurrentPin(currentPin);
      try {
        await this.#agreement.withPin(current, agreement => changePIN(this.#transport, agreement, current, next));
      } catch (error) {
        throw policyError(error, equal(current, next));
      } finally {
        current.fill(0);
      }
    } finally {
      next.fill(0);
    }
    this.#agreement.close();
    await this.#learn({ forcePINChange: false });
  }

  /**
   * A token for what `request` names; from keys of CTAP 2.0 one for everything. A CTAP 2.1 key takes a token's
   * permissions away after a makeCredential with a touch, so every operation asks for its own. A key has one token at a
   * time: asked for while an operation of this session is under way, it comes after that.
   * @throws CtapError pin-impossible before anything is sent, uv-required where the key wants a finger for that,
   * CTAP2_ERR_PIN_INVALID and the other PIN statuses
   */
  pinToken(pin: string, request: TokenRequest, options?: CallOptions): Promise<PinUvAuthToken> {
    return this.#tokens.byPin(pin, request, options);
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
    return this.#tokens.byUv(request, options);
  }

  /** What a token must permit to make this credential, once its excludeList is split as the key needs it. */
  permissionsToCreate(request: MakeCredentialRequest): number {
    return permissionsToCreate(this.#info, request);
  }

  /**
   * Makes a credential under a PIN; an excludeList longer than the key takes is split (excludeList.ts). The key asks for
   * a touch by onKeepAlive `upneeded`; nothing is heard by it before makeCredential itself is sent, unless a key wants to be
   * touched to tell which credentials it holds. attestationFormatsPreference goes to keys that know it alone.
   * @throws CtapError CTAP2_ERR_CREDENTIAL_EXCLUDED, …
   */
  makeCredential(
    token: TokenSource,
    request: MakeCredentialRequest,
    options?: CallOptions,
  ): Promise<MakeCredentialResponse> {
    return this.#tokens.operate(token, async held => {
      const { attestationFormatsPreference: formats, ...rest } = request;
      const excludeList = await fittingExcludeList(this.#transport, this.#info, request, held, options);
      const preference = formats && speaks(this.#info, 2) ? { attestationFormatsPreference: formats } : {};
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
   * Signs in; without a token the key does not verify the user. `up: false` asks for no touch, which some keys refuse
   * (refusesSilentAssertion in ctap2/getAssertion.ts) and others take for a request with one: whether the user was
   * there is told by the flag in authData.
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
   * All assertions of one relying party, without verifying the user, up to `most`; begun again where another program ends
   * them in the middle, a few times. Fewer where that does not help.
   * @throws CtapError CTAP2_ERR_NO_CREDENTIALS, …
   */
  assertions(request: GetAssertionRequest, most: number, options?: CallOptions): Promise<GetAssertionResponse[]> {
    return enumerateAssertions(this.#transport, request, most, options);
  }

  /** The next of several that answered getAssertion, within 30 s of the one before. @throws CtapError CTAP2_ERR_NOT_ALLOWED, … */
  nextAssertion(options?: CallOptions): Promise<GetAssertionResponse> {
    return getNextAssertion(this.#transport, options);
  }

  /** Resolves when this key was touched, which tells it from its neighbors. @throws CtapError CTAP1_ERR_INVALID_COMMAND before CTAP 2.1 */
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

  /**
   * The resident credentials, under the PIN or a token for them. Keys of CTAP 2.0 have a command of their own for it; one
   * that refuses its command's form is asked by the other.
   * @throws CtapError unsupported where it has none
   */
  async credentialManagement(by: string | TokenSource): Promise<CredentialManagement> {
    const { options } = this.#info;
    const preview = options.credMgmt !== true;
    if (preview && options.credentialMgmtPreview !== true) throw new CtapError('unsupported', { what: 'credMgmt' });
    const command = preview ? 'credentialManagementPreview' : 'credentialManagement';
    const token = await this.#tokenBy(by, permissions.credentialManagement);
    return credentialManagement(this.#transport, command, token, maxRemaining => this.#learnCapacity(maxRemaining));
  }

  /** The fingers this key knows, by the command it has for them; all but the sensor is told under `by`. @throws CtapError unsupported where it has none */
  async fingerprints(by?: string | TokenSource): Promise<Fingerprints> {
    const { bioEnroll, userVerificationMgmtPreview } = this.#info.options;
    const command = bioEnroll === undefined ? 'bioEnrollmentPreview' : 'bioEnrollment';
    if ((bioEnroll ?? userVerificationMgmtPreview) === undefined)
      throw new CtapError('unsupported', { what: 'bioEnroll' });
    const token = by === undefined ? undefined : await this.#tokenBy(by, permissions.bioEnrollment);
    return bioEnrollment(this.#transport, command, token, async () => void (await this.#learn({})));
  }

  /** The large blobs of credentials; a key with a PIN is written to under `by`. @throws CtapError unsupported where it has none */
  async largeBlobs(by?: string | TokenSource): Promise<LargeBlobs> {
    if (this.#info.options.largeBlobs !== true) throw new CtapError('unsupported', { what: 'largeBlobs' });
    const token = by === undefined ? undefined : await this.#tokenBy(by, permissions.largeBlobWrite);
    return largeBlobs(this.#transport, this.#info, token);
  }

  /** A question to hmac-secret or hmac-secret-mc, good until the next wrong PIN. @throws CtapError */
  async hmacSecret(...salts: Uint8Array[]): Promise<HmacSecretExchange> {
    return hmacSecretExchange(await this.#agreement.get(), salts);
  }

  /** Changes the key's configuration; under `by` where it has a PIN. @throws CtapError CTAP2_ERR_PIN_INVALID, … */
  async configure(by: string | TokenSource | undefined, change: ConfigChange, options?: CallOptions): Promise<void> {
    const token = by === undefined ? undefined : await this.#tokenBy(by, permissions.authenticatorConfig);
    const send = (own: PinUvAuthToken | undefined) => authenticatorConfig(this.#transport, change, own, options);
    await (token === undefined ? send(undefined) : token.use(send));
    await this.#learn({});
  }

  /**
   * Erases the key: every credential, the PIN and the agreement. Returns whether the key has told its getInfo since. Many keys
   * restart and do not; a reset that the key has confirmed must not fail by that.
   * @throws CtapError as ctap2/reset.ts says
   */
  async reset(options?: CallOptions): Promise<boolean> {
    await reset(this.#transport, options);
    this.close();
    const { clientPin, uv, ...rest } = this.#info.options;
    const without = {
      ...(clientPin === undefined ? {} : { clientPin: false }),
      ...(uv === undefined ? {} : { uv: false }),
    };
    return this.#learn({
      options: { ...rest, ...without },
      forcePINChange: false,
      remainingDiscoverableCredentials: undefined,
    });
  }

  /** A token by the PIN, or one that was had by a finger. */
  #tokenBy(by: string | TokenSource, wanted: number): Promise<HeldToken> {
    return this.#tokens.hold(typeof by === 'string' ? () => this.pinToken(by, { permissions: wanted }) : by);
  }

  /**
   * Reads getInfo after a change that the key has confirmed. The change is done whatever becomes of that: some keys
   * restart, and answer nothing for a while. Then what is `known` of it counts. Returns whether the key has told it.
   */
  async #learn(known: Partial<AuthenticatorInfo>): Promise<boolean> {
    try {
      await this.refresh();
      return true;
    } catch {
      this.#info = { ...this.#info, ...known };
      return false;
    }
  }

  /** What credential management knows of a key's room stands in for what its getInfo does not tell. */
  #learnCapacity(maxRemaining: number): void {
    if (this.#info.remainingDiscoverableCredentials !== undefined) return;
    this.#info = { ...this.#info, remainingDiscoverableCredentials: maxRemaining };
  }
}

/** A new PIN that is the present one is against the policy of a key that wants it changed (CTAP 2.3, 6.5.5.6). */
function policyError(error: unknown, unchanged: boolean): unknown {
  if (!unchanged || !hasCtapCode(error, 'CTAP2_ERR_PIN_POLICY_VIOLATION')) return error;
  return new CtapError(error.code, { rule: 'unchanged' }, { cause: error });
}
