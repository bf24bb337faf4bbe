import { equal } from '../bytes.ts';
import { type EcdhKeyPair, ecdhP256, sha256 } from '../crypto.ts';
import type { CborTransport } from '../ctap2/call.ts';
import { getKeyAgreement } from '../ctap2/clientPin.ts';
import { CtapError, hasCtapCode } from '../errors.ts';
import { encapsulate, type KeyAgreement, type PinProtocolVersion } from './protocol.ts';

/**
 * The one key agreement of a session: made when first asked for, and good until the key's next power-up or a wrong PIN. A
 * transport that hears of other programs refuses to send a PIN under one that may have ended (hid/agreementGuard.ts).
 */
export class SessionAgreement {
  readonly #transport: CborTransport;
  readonly #protocols: () => readonly number[];
  #keyPair: EcdhKeyPair | undefined;
  #agreement: Promise<KeyAgreement> | undefined;
  /** The digest of the PIN that the key took last, and the agreement under which it did. */
  #proven: { readonly digest: Uint8Array; readonly under: Promise<KeyAgreement> | undefined } | undefined;

  /** `protocols` gives getInfo's pinUvAuthProtocols as they are now; `keyPair` is the host's for the first agreement. */
  constructor(transport: CborTransport, protocols: () => readonly number[], keyPair: EcdhKeyPair) {
    this.#transport = transport;
    this.#protocols = protocols;
    this.#keyPair = keyPair;
  }

  /** The key lists its protocols in its own order of preference; the first one known here is taken. @throws CtapError unsupported */
  get version(): PinProtocolVersion {
    const known = this.#protocols().find(version => version === 1 || version === 2);
    if (known === undefined) throw new CtapError('unsupported', { what: 'pinUvAuthProtocol' });
    return known as PinProtocolVersion;
  }

  /** One for everybody who asks while it is on its way; one that failed is asked for anew. @throws CtapError */
  get(): Promise<KeyAgreement> {
    this.#agreement ??= this.#encapsulate().catch((error: unknown) => {
      this.#agreement = undefined;
      throw error;
    });
    return this.#agreement;
  }

  /** Runs what rests on an agreement, and again under a new one where the transport did not send it. @throws CtapError */
  async run<T>(work: (agreement: KeyAgreement) => Promise<T>): Promise<T> {
    try {
      return await work(await this.get());
    } catch (error) {
      if (!hasCtapCode(error, 'agreement-stale')) throw error;
      this.forget();
      return work(await this.get());
    }
  }

  /**
   * Runs what sends the PIN. A wrong one makes the key throw its half of the agreement away (CTAP 2.3, 6.5.5.7.2). A PIN that
   * the key took before under this very agreement is not wrong now: the key lost its half, as by a power cycle, and the
   * PIN is sent once more under a new one. No other PIN is ever sent twice.
   * @throws CtapError CTAP2_ERR_PIN_INVALID, also where the key says PIN_AUTH_INVALID, as some do to a wrong PIN, …
   */
  async withPin<T>(pin: Uint8Array, work: (agreement: KeyAgreement) => Promise<T>): Promise<T> {
    try {
      return await this.#proving(pin, work);
    } catch (error) {
      if (!refusesPin(error)) throw error;
      // Looked at now: a new agreement, made on the way, is none that the key has lost.
      const known = this.#proven;
      const proven = known !== undefined && known.under === this.#agreement && equal(known.digest, sha256(pin));
      this.forget();
      this.#forgetPin();
      if (!proven) throw wrongPin(error);
    }
    try {
      return await this.#proving(pin, work);
    } catch (error) {
      if (!refusesPin(error)) throw error;
      this.forget();
      throw wrongPin(error);
    }
  }

  /** Overwrites the secret; the next who asks gets a new one. */
  forget(): void {
    void this.#agreement?.then(
      agreement => agreement.forget(),
      () => undefined,
    );
    this.#agreement = undefined;
  }

  /** SECURITY: overwrites the secret and the PIN. */
  close(): void {
    this.forget();
    this.#forgetPin();
  }

  /** Call with a PIN that the key has just taken as its own. */
  prove(pin: Uint8Array): void {
    this.#forgetPin();
    this.#proven = { digest: sha256(pin), under: this.#agreement };
  }

  async #proving<T>(pin: Uint8Array, work: (agreement: KeyAgreement) => Promise<T>): Promise<T> {
    const result = await this.run(work);
    this.prove(pin);
    return result;
  }

  #forgetPin(): void {
    this.#proven?.digest.fill(0);
    this.#proven = undefined;
  }

  async #encapsulate(): Promise<KeyAgreement> {
    const { version } = this;
    const peer = getKeyAgreement(this.#transport, version);
    const own = this.#keyPair ?? ecdhP256();
    this.#keyPair = undefined;
    return encapsulate(version, await peer, own);
  }
}

function refusesPin(error: unknown): error is CtapError {
  return hasCtapCode(error, 'CTAP2_ERR_PIN_INVALID', 'CTAP2_ERR_PIN_AUTH_INVALID');
}

/**
 * Nothing but the PIN is proven to the key by the subcommands that take one, so that PIN_AUTH_INVALID says the same of it as
 * PIN_INVALID; for a token the two are kept apart.
 */
function wrongPin(error: CtapError): CtapError {
  return error.code === 'CTAP2_ERR_PIN_INVALID' ? error : new CtapError('CTAP2_ERR_PIN_INVALID', {}, { cause: error });
}
