import { randomBytes } from 'node:crypto';
import { concat } from '../../ctap/bytes.ts';
import { type CborValue, decode, encode } from '../../ctap/cbor.ts';
import { authenticatorConfig } from './commands/authenticatorConfig.ts';
import { clientPin } from './commands/clientPin.ts';
import { credentialManagement } from './commands/credentialManagement.ts';
import { getAssertion, getNextAssertion } from './commands/getAssertion.ts';
import { getInfo } from './commands/getInfo.ts';
import { makeCredential } from './commands/makeCredential.ts';
import { reset } from './commands/reset.ts';
import { selection } from './commands/selection.ts';
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

export type Handler = (
  authenticator: Authenticator,
  parameters: CborValue,
  signal: AbortSignal,
) => CborValue | Promise<CborValue>;

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

  /** Runs one request: a command byte and its CBOR. Gives the status byte and the response. */
  async run(request: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    try {
      const [command] = request;
      const { statusOnCommand } = this.faults;
      if (statusOnCommand !== undefined && statusOnCommand.command === command)
        throw new CtapFailure(statusOnCommand.status);
      const handler = command === undefined ? undefined : handlersOf(this.profile).get(command);
      if (handler === undefined) throw new CtapFailure('CTAP1_ERR_INVALID_COMMAND');
      const response = await handler(this, parseParameters(request.subarray(1)), signal);
      return response === undefined ? Uint8Array.of(0) : concat(Uint8Array.of(0), encode(response));
    } catch (error) {
      if (error instanceof CtapFailure) return Uint8Array.of(error.status);
      throw error;
    }
  }
}

function parseParameters(bytes: Uint8Array): CborValue {
  if (bytes.length === 0) return undefined;
  try {
    return decode(bytes);
  } catch {
    throw new CtapFailure('CTAP2_ERR_INVALID_CBOR');
  }
}

const everyProfile: readonly (readonly [command: number, handler: Handler])[] = [
  [0x01, makeCredential],
  [0x02, getAssertion],
  [0x04, getInfo],
  [0x06, clientPin],
  [0x07, reset],
  [0x08, getNextAssertion],
  // The preview's byte in both: clients of its time, libfido2 1.12 among them, know no other.
  [0x41, credentialManagement],
];

const handlers: Readonly<Record<Profile['name'], ReadonlyMap<number, Handler>>> = {
  legacy: new Map(everyProfile),
  full: new Map([...everyProfile, [0x0a, credentialManagement], [0x0b, selection], [0x0d, authenticatorConfig]]),
};

function handlersOf(profile: Profile): ReadonlyMap<number, Handler> {
  return handlers[profile.name];
}
