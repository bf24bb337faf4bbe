import type { PinProtocolVersion } from './pinProtocol.ts';

/** Permission bits (CTAP 2.3, 6.5.5.7). */
export const permission = { mc: 0x01, ga: 0x02, cm: 0x04, be: 0x08, lbw: 0x10, acfg: 0x20, pcmr: 0x40 } as const;

/**
 * A token must be used within 30 s of being issued, and expires after 10 minutes (CTAP 2.3, 6.5.2.1, values for USB).
 */
const INITIAL_USAGE = 30_000;
const MAX_USAGE = 600_000;

export interface TokenGrant {
  readonly version: PinProtocolVersion;
  readonly bytes: Uint8Array;
  readonly permissions: number;
  readonly rpId: string | undefined;
  /** Issued for a touch of the sensor: its operation needs no other touch. */
  readonly userPresent: boolean;
  /** A CTAP 2.0 key's pinToken: has all permissions until the key loses power. */
  readonly lasting: boolean;
}

/** A pinUvAuthToken with its remaining permissions (CTAP 2.3, 6.5.2.1). */
export class PinToken {
  readonly version: PinProtocolVersion;
  readonly bytes: Uint8Array;
  readonly #lasting: boolean;
  readonly #clock: () => number;
  readonly #issuedAt: number;
  #permissions: number;
  #rpId: string | undefined;
  #userPresent: boolean;
  #used = false;

  constructor(grant: TokenGrant, clock: () => number) {
    this.version = grant.version;
    this.bytes = grant.bytes;
    this.#permissions = grant.permissions;
    this.#rpId = grant.rpId;
    this.#userPresent = grant.userPresent;
    this.#lasting = grant.lasting;
    this.#clock = clock;
    this.#issuedAt = clock();
  }

  get alive(): boolean {
    const age = this.#clock() - this.#issuedAt;
    return this.#lasting || (age < MAX_USAGE && (this.#used || age < INITIAL_USAGE));
  }

  use(): void {
    this.#used = true;
  }

  has(bit: number): boolean {
    return (this.#permissions & bit) !== 0;
  }

  /** Returns whether the token is valid for a relying party; for all of them if `rpId` is undefined. */
  covers(rpId: string | undefined): boolean {
    return this.#rpId === undefined || this.#rpId === rpId;
  }

  /** Binds a token without a relying party to the first one that uses it. */
  bind(rpId: string): void {
    if (!this.#lasting) this.#rpId = rpId;
  }

  /** Whether the touch for which it was issued still counts (getUserPresentFlagValue). */
  get userPresent(): boolean {
    return this.#userPresent && this.#clock() - this.#issuedAt < INITIAL_USAGE;
  }

  /**
   * Removes permissions after an operation with user presence: clearUserPresentFlag,
   * clearPinUvAuthTokenPermissionsExceptLbw.
   */
  clearPermissions(): void {
    this.#userPresent = false;
    if (!this.#lasting) this.#permissions &= permission.lbw;
  }
}
