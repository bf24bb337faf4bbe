import type { CallOptions, CborTransport } from './ctap2/call.ts';
import { type AuthenticatorInfo, getInfo } from './ctap2/getInfo.ts';

/** What the key of a session reports about itself. Read once, and again only after something that changes it. */
export class SessionInfo {
  readonly #transport: CborTransport;
  #current: AuthenticatorInfo;

  constructor(transport: CborTransport, current: AuthenticatorInfo) {
    this.#transport = transport;
    this.#current = current;
  }

  get current(): AuthenticatorInfo {
    return this.#current;
  }

  /** Reads getInfo again. @throws CtapError */
  async refresh(options?: CallOptions): Promise<AuthenticatorInfo> {
    this.#current = await getInfo(this.#transport, options);
    return this.#current;
  }

  /** Call after the first PIN is set, which changes nothing else. */
  setPinExists(): void {
    this.#current = { ...this.#current, options: { ...this.#current.options, clientPin: true } };
  }

  /**
   * Reads getInfo after a change that the key has confirmed. The change is complete even if this fails: some keys
   * restart, and do not answer for a while. In that case the values in `known` are used. Returns whether the key
   * answered.
   */
  async learn(known: Partial<AuthenticatorInfo>): Promise<boolean> {
    try {
      await this.refresh();
      return true;
    } catch {
      this.#current = { ...this.#current, ...known };
      return false;
    }
  }

  /** Does the same after a reset. */
  learnReset(): Promise<boolean> {
    const { clientPin, uv, ...rest } = this.#current.options;
    const without = {
      ...(clientPin === undefined ? {} : { clientPin: false }),
      ...(uv === undefined ? {} : { uv: false }),
    };
    return this.learn({
      options: { ...rest, ...without },
      forcePINChange: false,
      remainingDiscoverableCredentials: undefined,
    });
  }

  /** Uses the capacity from credential management if getInfo does not report one. */
  learnCapacity(maxRemaining: number): void {
    if (this.#current.remainingDiscoverableCredentials !== undefined) return;
    this.#current = { ...this.#current, remainingDiscoverableCredentials: maxRemaining };
  }
}
