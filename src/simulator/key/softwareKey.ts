import { fromHex } from '../../ctap/bytes.ts';
import type { ReportTransport } from '../../ctap/hid/transport.ts';
import { type AssembledKey, assembleKey } from './assemble.ts';
import { mintAttestation } from './attestation.ts';
import type { ResetRules } from './authenticator.ts';
import type { Faults } from './faults.ts';
import type { TouchPolicy } from './presence.ts';
import { type Profile, profiles } from './profiles.ts';
import type { SampleStatus } from './sensor.ts';
import { blankState, loadState, saveState } from './state.ts';

export type { TouchPolicy } from './presence.ts';

export interface SoftwareKeyOptions {
  profile: Profile['name'];
  /** Default `auto`. */
  touch?: TouchPolicy;
  /** Timeout for a touch, in ms. Default 30 s, as in real keys. */
  touchTimeout?: number;
  /** Stores the state. Default: in memory. */
  stateFile?: string;
  /** Maximum number of resident credentials. Default: from the profile. */
  capacity?: number;
  /** What a full key reports about resets. Default: nothing. */
  resetRules?: ResetRules;
  /** The serial number in the enterprise attestation certificate of a new key. Default: random. */
  serial?: string;
  /** Returns milliseconds. The ten-second rule of reset and token lifetimes use it. */
  clock?: () => number;
}

export interface SoftwareKeyState {
  readonly powered: boolean;
  readonly waitingForTouch: boolean;
  readonly touchPolicy: TouchPolicy;
  readonly pinSet: boolean;
  readonly credentialCount: number;
  readonly fingerprintCount: number;
}

/** A security key in software. It is plugged in from the start, and any number of transports can be opened. */
export interface SoftwareKey {
  /**
   * Opens a transport. As with a real key, every open transport receives all responses. Power off closes every
   * transport.
   */
  connect(): ReportTransport;
  readonly powered: boolean;
  powerOn(): void;
  powerOff(): void;
  /** Turns the power off and on for hosts that cannot notice it, such as those over UDP: their channels stay valid. */
  powerCycle(): void;
  /** Presses the button once. */
  touch(): void;
  setTouch(policy: TouchPolicy): void;
  /** Sets the results of the next touches of the fingerprint sensor. Later samples are good. */
  setSamples(samples: readonly SampleStatus[]): void;
  state(): SoftwareKeyState;
  /** Calls the listener after any change of state(). Returns a function that removes it. */
  onChange(listener: () => void): () => void;
  /** Fault switches. Set and clear members at any time. */
  readonly faults: Faults;
  /** The attestation certificate and its root, DER. */
  readonly certificates: readonly Uint8Array[];
  /** Reloads the state file after another process has changed it. */
  reload(): void;
  close(): Promise<void>;
}

/** Creates a software key, or loads the one in `stateFile` with its profile. */
export async function createSoftwareKey(options: SoftwareKeyOptions): Promise<SoftwareKey> {
  const { stateFile, touch, touchTimeout, capacity, resetRules, clock } = options;
  const stored = stateFile === undefined ? undefined : loadState(stateFile);
  const profile = profiles[stored?.profile ?? options.profile];
  const state = stored ?? blankState(profile.name, await mintAttestation(profile.aaguid, options.serial));
  const listeners = new Set<() => void>();
  const faults: Faults = {};
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const save = (next: typeof state) => {
    if (stateFile !== undefined) saveState(stateFile, next);
  };
  const key = assembleKey({ profile, state, faults, touch, touchTimeout, capacity, resetRules, clock, save, changed });
  const { presence, authenticator } = key;

  return {
    connect: key.connect,
    get powered() {
      return key.powered;
    },
    powerOn: key.powerOn,
    powerOff: () => key.powerOff(),
    powerCycle: () => {
      key.powerOff(true);
      key.powerOn();
    },
    touch: () => presence.press(),
    setTouch: policy => {
      presence.policy = policy;
      if (policy === 'auto') presence.press();
      changed();
    },
    setSamples: samples => {
      authenticator.sensor.upcoming = [...samples];
    },
    state: () => stateOf(key),
    onChange: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    faults,
    certificates: state.attestation.certificates.map(fromHex),
    reload: () => {
      const kept = stateFile === undefined ? undefined : loadState(stateFile);
      if (kept !== undefined) authenticator.state = kept;
    },
    close: async () => {
      key.powerOff();
      listeners.clear();
    },
  };
}

function stateOf({ powered, presence, authenticator }: AssembledKey): SoftwareKeyState {
  return {
    powered,
    waitingForTouch: presence.waiting,
    touchPolicy: presence.policy,
    pinSet: authenticator.state.pin !== null,
    credentialCount: authenticator.state.credentials.length,
    fingerprintCount: authenticator.state.fingerprints.length,
  };
}
