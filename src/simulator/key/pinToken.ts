import type { PinProtocolVersion } from './pinProtocol.ts';

/** Permission bits (CTAP 2.3, 6.5.5.7). */
export const permission = { mc: 0x01, ga: 0x02, cm: 0x04, be: 0x08, lbw: 0x10, acfg: 0x20 } as const;

/** A token must be used within 30 s of being given, and dies after 10 minutes (CTAP 2.3, 6.5.2.1, values for USB). */
const INITIAL_USAGE = 30_000;
const MAX_USAGE = 600_000;

/** A pinUvAuthToken with what it is good for. */
export class PinToken {
  readonly version: PinProtocolVersion;
  readonly bytes: Uint8Array;
  permissions: number;
  rpId: string | undefined;
  readonly #clock: () => number;
  readonly #issuedAt: number;
  #used = false;

  constructor(
    version: PinProtocolVersion,
    bytes: Uint8Array,
    permissions: number,
    rpId: string | undefined,
    clock: () => number,
  ) {
    this.version = version;
    this.bytes = bytes;
    this.permissions = permissions;
    this.rpId = rpId;
    this.#clock = clock;
    this.#issuedAt = clock();
  }

  get alive(): boolean {
    const age = this.#clock() - this.#issuedAt;
    return age < MAX_USAGE && (this.#used || age < INITIAL_USAGE);
  }

  use(): void {
    this.#used = true;
  }

  has(bit: number): boolean {
    return (this.permissions & bit) !== 0;
  }

  /** clearPinUvAuthTokenPermissionsExceptLbw: what a user-present operation leaves of it. */
  clearPermissions(): void {
    this.permissions &= permission.lbw;
  }
}
