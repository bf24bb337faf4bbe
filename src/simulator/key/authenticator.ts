import { randomBytes } from 'node:crypto';
import type { CborValue } from '../../ctap/cbor.ts';
import { CtapFailure } from './failure.ts';
import type { Faults } from './faults.ts';
import { PinProtocol, type PinProtocolVersion } from './pinProtocol.ts';
import { PinToken } from './pinToken.ts';
import type { Presence } from './presence.ts';
import type { Profile } from './profiles.ts';
import type { KeyState, StoredCredential } from './state.ts';

/** Wrong PINs in a row after which a key wants its power cycled (CTAP 2.3, 6.5.5.7). */
const MISMATCHES_UNTIL_BLOCK = 3;

/** An assertion that getNextAssertion continues, or an enumeration of credentialManagement. */
export interface Continuation {
  readonly kind: 'assertion' | 'rps' | 'credentials';
  next(): CborValue;
}

/**
 * The CTAP2 authenticator behind the CTAPHID framing (CTAP 2.3, 6): what lasts is in `state`, what a power cycle clears
 * stands here. Commands live in commands/, one a file.
 */
export class Authenticator {
  readonly profile: Profile;
  readonly presence: Presence;
  readonly faults: Faults;
  readonly clock: () => number;
  state: KeyState;
  pinProtocols: readonly PinProtocol[];
  token: PinToken | undefined;
  pinMismatches = 0;
  continuation: Continuation | undefined;
  poweredUpAt: number;
  readonly #save: (state: KeyState) => void;

  constructor(parts: {
    profile: Profile;
    presence: Presence;
    faults: Faults;
    clock: () => number;
    state: KeyState;
    save: (state: KeyState) => void;
  }) {
    this.profile = parts.profile;
    this.presence = parts.presence;
    this.faults = parts.faults;
    this.clock = parts.clock;
    this.state = parts.state;
    this.#save = parts.save;
    this.pinProtocols = parts.profile.pinProtocols.map(version => new PinProtocol(version));
    this.poweredUpAt = parts.clock();
  }

  /** Everything volatile is new after a power cycle: tokens, agreements, the soft block. */
  powerUp(): void {
    for (const protocol of this.pinProtocols) protocol.regenerate();
    this.token = undefined;
    this.pinMismatches = 0;
    this.continuation = undefined;
    this.poweredUpAt = this.clock();
  }

  get pinAuthBlocked(): boolean {
    return this.pinMismatches >= MISMATCHES_UNTIL_BLOCK;
  }

  protocol(version: number): PinProtocol {
    const protocol = this.pinProtocols.find(candidate => candidate.version === version);
    if (protocol === undefined) throw new CtapFailure('CTAP1_ERR_INVALID_PARAMETER');
    return protocol;
  }

  issueToken(version: PinProtocolVersion, permissions: number, rpId: string | undefined): PinToken {
    this.token = new PinToken(version, new Uint8Array(randomBytes(32)), permissions, rpId, this.clock);
    return this.token;
  }

  save(): void {
    this.#save(this.state);
  }

  /** Waits for the button. */
  async touch(signal: AbortSignal): Promise<void> {
    await this.presence.wait(signal);
  }

  credentialsOf(rpId: string): StoredCredential[] {
    return this.state.credentials.filter(credential => credential.rpId === rpId).sort((a, b) => b.order - a.order);
  }
}
