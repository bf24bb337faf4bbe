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
  /** How long it waits for a touch, in ms. Default 30 s, as keys do. */
  touchTimeout?: number;
  /** Where its state lasts; in memory without. */
  stateFile?: string;
  /** Resident credentials that fit. Default: what the profile says. */
  capacity?: number;
  /** What a full key says of resets; a key says nothing without. */
  resetRules?: ResetRules;
  /** What the enterprise attestation certificate of a new key names it. Default: random. */
  serial?: string;
  /** Milliseconds; the ten-second rule of reset and token lifetimes are held against it. */
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

/** A security key in software: plugged in from the start, driven over as many pipes as are opened. */
export interface SoftwareKey {
  /** A pipe of reports to it. Like a real key it is heard by all who opened it; power off ends every pipe. */
  connect(): ReportTransport;
  readonly powered: boolean;
  powerOn(): void;
  powerOff(): void;
  /** Off and on again at once for hosts that cannot see it, such as those over UDP: their channels stay theirs. */
  powerCycle(): void;
  /** Presses the button once. */
  touch(): void;
  setTouch(policy: TouchPolicy): void;
  /** Lays ready what the next touches of the fingerprint sensor give; after them every sample is good. */
  setSamples(samples: readonly SampleStatus[]): void;
  state(): SoftwareKeyState;
  /** Calls back after any change of state(); gives the way to stop that. */
  onChange(listener: () => void): () => void;
  /** Misbehavior switches; set and clear members at any time. */
  readonly faults: Faults;
  /** The attestation certificate and its root, DER. */
  readonly certificates: readonly Uint8Array[];
  /** Takes over what another process has changed in the state file. */
  reload(): void;
  close(): Promise<void>;
}

/** Creates a software key, or wakes the one of `stateFile`. Its profile is then the file's. */
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
