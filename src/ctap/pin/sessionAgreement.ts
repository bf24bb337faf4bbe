import { equal } from '../bytes.ts';
import { type EcdhKeyPair, ecdhP256, sha256 } from '../crypto.ts';
import type { CborTransport } from '../ctap2/call.ts';
import { getKeyAgreement } from '../ctap2/clientPin.ts';
import { CtapError, hasCtapCode } from '../errors.ts';
import { encapsulate, type KeyAgreement, type PinProtocolVersion } from './protocol.ts';

/**
 * The one key agreement of a session. It is created on first use, and lasts until the key's next power-up or a wrong
 * PIN. A transport that sees packets of other programs refuses to send a PIN under a key agreement that may have
 * expired (hid/agreementGuard.ts).
 */
export class SessionAgreement {
  readonly #transport: CborTransport;
  readonly #protocols: () => readonly number[];
  #keyPair: EcdhKeyPair | undefined;
  #agreement: Promise<KeyAgreement> | undefined;
  /** The digest of the last PIN that the key accepted, and the key agreement that was used. */
  #proven: { readonly digest: Uint8Array; readonly under: Promise<KeyAgreement> | undefined } | undefined;

  /**
   * Creates the key agreement of a session.
   * @param protocols returns getInfo's pinUvAuthProtocols as they are now
   * @param keyPair the host's key pair for the first key agreement
   */
  constructor(transport: CborTransport, protocols: () => readonly number[], keyPair: EcdhKeyPair) {
    this.#transport = transport;
    this.#protocols = protocols;
    this.#keyPair = keyPair;
  }

  /**
   * Returns the first supported protocol. The key lists its protocols in its own order of preference. @throws CtapError
   * unsupported
   */
  get version(): PinProtocolVersion {
    const known = this.#protocols().find(version => version === 1 || version === 2);
    if (known === undefined) throw new CtapError('unsupported', { what: 'pinUvAuthProtocol' });
    return known as PinProtocolVersion;
  }

  /**
   * Returns the key agreement. Concurrent callers share one request. A failed one is requested again. @throws CtapError
   */
  get(): Promise<KeyAgreement> {
    this.#agreement ??= this.#encapsulate().catch((error: unknown) => {
      this.#agreement = undefined;
      throw error;
    });
    return this.#agreement;
  }

  /**
   * Runs a request that depends on a key agreement. Retries under a new one if the transport did not send it. @throws
   * CtapError
   */
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
   * Runs a request that sends the PIN. After a wrong PIN the key discards its half of the key agreement (CTAP 2.3,
   * 6.5.5.7.2). If the key has already accepted this PIN under this key agreement, the PIN cannot be wrong: the key
   * lost its half, for example by a power cycle. The PIN is then sent once more under a new key agreement. No other PIN
   * is ever sent twice.
   * @throws CtapError CTAP2_ERR_PIN_INVALID, also if the key answers a wrong PIN with PIN_AUTH_INVALID as some do, …
   */
  async withPin<T>(pin: Uint8Array, work: (agreement: KeyAgreement) => Promise<T>): Promise<T> {
    try {
      return await this.#proving(pin, work);
    } catch (error) {
      if (!refusesPin(error)) throw error;
      // Read before the request: a key agreement that is created during the request is not one that the key has lost.
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

  /** Overwrites the secret. The next caller gets a new one. */
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

  /** Call with a PIN that the key has just accepted. */
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
 * Converts PIN_AUTH_INVALID to PIN_INVALID. For subcommands that take a PIN the two mean the same. For a token they
 * differ.
 */
function wrongPin(error: CtapError): CtapError {
  return error.code === 'CTAP2_ERR_PIN_INVALID' ? error : new CtapError('CTAP2_ERR_PIN_INVALID', {}, { cause: error });
}
