import { type EcdhKeyPair, ecdhP256 } from '../crypto.ts';
import type { CborTransport } from '../ctap2/call.ts';
import { getKeyAgreement } from '../ctap2/clientPin.ts';
import { CtapError, hasCtapCode } from '../errors.ts';
import { encapsulate, type KeyAgreement, type PinProtocolVersion } from './protocol.ts';

/** The one key agreement of a session: made when first asked for, and good until the key's next power-up or a wrong PIN. */
export class SessionAgreement {
  readonly #transport: CborTransport;
  readonly #protocols: () => readonly number[];
  #keyPair: EcdhKeyPair | undefined;
  #agreement: Promise<KeyAgreement> | undefined;

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

  /** A wrong PIN makes the key throw its half of the agreement away (CTAP 2.3, 6.5.5.7.2). */
  async withPin<T>(work: (agreement: KeyAgreement) => Promise<T>): Promise<T> {
    const agreement = await this.get();
    try {
      return await work(agreement);
    } catch (error) {
      if (hasCtapCode(error, 'CTAP2_ERR_PIN_INVALID', 'CTAP2_ERR_PIN_AUTH_INVALID')) this.forget();
      throw error;
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

  async #encapsulate(): Promise<KeyAgreement> {
    const { version } = this;
    const peer = getKeyAgreement(this.#transport, version);
    const own = this.#keyPair ?? ecdhP256();
    this.#keyPair = undefined;
    return encapsulate(version, await peer, own);
  }
}
