import { createHash, randomBytes } from 'node:crypto';
import { CtapFailure } from './failure.ts';
import type { Faults } from './faults.ts';
import { PinProtocol, type PinProtocolVersion } from './pinProtocol.ts';
import { PinToken } from './pinToken.ts';
import type { Presence } from './presence.ts';
import type { Profile } from './profiles.ts';
import { Sensor } from './sensor.ts';
import { Sequence } from './sequence.ts';
import { type KeyState, randomHex, type StoredCredential } from './state.ts';

/** Number of consecutive wrong PINs after which a key requires a power cycle (CTAP 2.3, 6.5.5.7). */
const MISMATCHES_UNTIL_BLOCK = 3;
const PERSISTENT_TOKEN_LENGTH = 32;
const CRED_STORE_STATE_LENGTH = 16;

/** What a key may answer instead of USER_ACTION_TIMEOUT if the user does not touch it. */
const expiredTouchStatus = {
  denied: 'CTAP2_ERR_OPERATION_DENIED',
  'action-timeout': 'CTAP2_ERR_ACTION_TIMEOUT',
} as const;

/**
 * What getInfo reports about resets: that they need a touch of ten seconds, and the supported transports (CTAP 2.3,
 * 6.4).
 */
export interface ResetRules {
  readonly longTouch?: boolean;
  readonly transports?: readonly string[];
}

/**
 * The CTAP2 authenticator above the CTAPHID framing (CTAP 2.3, 6). `state` is persistent, and the other members are
 * lost at a power cycle. Commands are in commands/, one per file.
 */
export class Authenticator {
  readonly profile: Profile;
  readonly presence: Presence;
  readonly faults: Faults;
  readonly clock: () => number;
  /** Maximum number of resident credentials. */
  readonly capacity: number;
  readonly resetRules: ResetRules;
  state: KeyState;
  readonly sensor: Sensor;
  pinProtocols: readonly PinProtocol[];
  token: PinToken | undefined;
  pinMismatches = 0;
  /** A finger that is being enrolled, and how many good samples are still needed. */
  enrollment: { readonly id: string; remaining: number } | undefined;
  /** An incomplete large-blob array: its final length, and the fragments so far. */
  largeBlobWrite: { length: number; received: Uint8Array; token: PinToken | undefined } | undefined;
  readonly sequence: Sequence;
  poweredUpAt: number;
  readonly #save: (state: KeyState) => void;

  constructor(parts: {
    profile: Profile;
    presence: Presence;
    faults: Faults;
    clock: () => number;
    capacity: number;
    resetRules: ResetRules;
    state: KeyState;
    save: (state: KeyState) => void;
  }) {
    this.profile = parts.profile;
    this.presence = parts.presence;
    this.faults = parts.faults;
    this.clock = parts.clock;
    this.capacity = parts.capacity;
    this.resetRules = parts.resetRules;
    this.state = parts.state;
    this.#save = parts.save;
    this.sensor = new Sensor(parts.presence);
    this.pinProtocols = parts.profile.pinProtocols.map(version => new PinProtocol(version));
    this.sequence = new Sequence(parts.clock, parts.profile.keepsSequences);
    this.poweredUpAt = parts.clock();
  }

  /** Resets everything volatile: tokens, key agreements, the soft block. */
  powerUp(): void {
    this.forget();
    this.poweredUpAt = this.clock();
  }

  /** Resets everything volatile except the time of power-up. */
  forget(): void {
    for (const protocol of this.pinProtocols) protocol.regenerate();
    this.token = undefined;
    this.pinMismatches = 0;
    this.largeBlobWrite = undefined;
    this.enrollment = undefined;
    this.sequence.clear();
  }

  get pinAuthBlocked(): boolean {
    return this.pinMismatches >= MISMATCHES_UNTIL_BLOCK;
  }

  /** Whether any form of user verification is set up (CTAP 2.3, 6.1.2: "protected"). */
  get isProtected(): boolean {
    return this.state.pin !== null || this.builtInUv;
  }

  /** Whether a finger is enrolled, so that the key has built-in user verification. */
  get builtInUv(): boolean {
    return this.state.fingerprints.length > 0;
  }

  protocol(version: number): PinProtocol {
    const protocol = this.pinProtocols.find(candidate => candidate.version === version);
    if (protocol === undefined) throw new CtapFailure('CTAP1_ERR_INVALID_PARAMETER');
    return protocol;
  }

  /** Issues a new token, which ends the previous one. A CTAP 2.0 key has the same token until it loses power. */
  issueToken(
    version: PinProtocolVersion,
    grant: { permissions: number; rpId: string | undefined; userPresent: boolean },
  ): PinToken {
    const { lastingToken: lasting, tokenLength } = this.profile;
    if (lasting && this.token !== undefined) return this.token;
    const bytes = new Uint8Array(randomBytes(tokenLength));
    this.token = new PinToken({ version, bytes, lasting, ...grant }, this.clock);
    return this.token;
  }

  /**
   * Ends every token, including the persistent one (CTAP 2.3, 6.5.5.6). A lasting one stays valid: CTAP 2.0 creates a
   * new pinToken only at power-up (5.5.2, 5.5.6).
   */
  resetTokens(): void {
    if (this.profile.lastingToken) return;
    this.token = undefined;
    this.state.persistentToken = randomHex(PERSISTENT_TOKEN_LENGTH);
    this.state.persistentTokenGiven = false;
    this.save();
  }

  /** Replaces the stored credentials. Changes credStoreState, so that a platform can detect it. */
  setCredentials(credentials: StoredCredential[]): void {
    this.state.credentials = credentials;
    this.state.credStoreState = randomHex(CRED_STORE_STATE_LENGTH);
    this.save();
  }

  save(): void {
    this.#save(this.state);
  }

  /** Waits for a touch of the button. */
  async touch(signal: AbortSignal): Promise<void> {
    const status = this.faults.expiredTouch;
    try {
      await this.presence.wait(signal);
    } catch (error) {
      const expired = error instanceof CtapFailure && error.is('CTAP2_ERR_USER_ACTION_TIMEOUT');
      throw expired && status !== undefined ? new CtapFailure(expiredTouchStatus[status]) : error;
    }
  }

  /** Number of resident credentials that still fit. */
  get remaining(): number {
    return this.capacity - this.state.credentials.filter(credential => credential.discoverable).length;
  }

  credentialsOf(rpId: string): StoredCredential[] {
    const hash = createHash('sha256').update(rpId).digest('hex');
    return this.state.credentials
      .filter(({ rpId: own, u2fApplication }) => (u2fApplication === null ? own === rpId : u2fApplication === hash))
      .sort((a, b) => b.order - a.order);
  }
}
