import { fromHex } from '../../ctap/bytes.ts';
import type { ReportTransport } from '../../ctap/hid/transport.ts';
import { mintAttestation } from './attestation.ts';
import { Authenticator, type ResetRules } from './authenticator.ts';
import { HidDevice } from './device.ts';
import { dispatch } from './dispatch.ts';
import type { Faults } from './faults.ts';
import { type PipeEnd, pipe } from './pipe.ts';
import { Presence, TOUCH_TIMEOUT, type TouchPolicy } from './presence.ts';
import { type Profile, profiles } from './profiles.ts';
import type { SampleStatus } from './sensor.ts';
import { blankState, loadState, saveState } from './state.ts';
import { runU2f } from './u2f.ts';

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

/** Makes a software key, or wakes the one of `stateFile`. Its profile is then the file's. */
export async function createSoftwareKey(options: SoftwareKeyOptions): Promise<SoftwareKey> {
  const stored = options.stateFile === undefined ? undefined : loadState(options.stateFile);
  const profile = profiles[stored?.profile ?? options.profile];
  const state = stored ?? blankState(profile.name, await mintAttestation(profile.aaguid, options.serial));
  const listeners = new Set<() => void>();
  const ends = new Set<PipeEnd>();
  const faults: Faults = {};
  let powered = true;

  const changed = () => {
    for (const listener of listeners) listener();
  };
  const presence = new Presence(options.touch ?? 'auto', options.touchTimeout ?? TOUCH_TIMEOUT, () => {
    if (presence.waiting) device.announceTouch();
    changed();
  });
  const authenticator = new Authenticator({
    profile,
    presence,
    faults,
    clock: options.clock ?? Date.now,
    capacity: options.capacity ?? profile.capacity,
    resetRules: options.resetRules ?? {},
    state,
    save: next => {
      if (options.stateFile !== undefined) saveState(options.stateFile, next);
    },
  });
  const powerOff = (keepsChannels = false) => {
    if (!powered) return;
    powered = false;
    device.reset(keepsChannels);
    presence.reset();
    for (const end of ends) end.cut();
    ends.clear();
    changed();
  };
  const powerOn = () => {
    if (powered) return;
    powered = true;
    authenticator.powerUp();
    changed();
  };
  const device = new HidDevice({
    send: report => {
      for (const end of ends) end.deliver(report);
    },
    runCbor: (request, signal) => dispatch(authenticator, request, signal),
    u2f: profile.u2f,
    runU2f: request => runU2f(authenticator, request),
    faults,
    waitingForTouch: () => presence.waiting,
    removePower: () => powerOff(),
  });

  return {
    connect: () => {
      const { transport, end } = pipe(
        report => device.receive(report),
        closed => ends.delete(closed),
      );
      if (powered) ends.add(end);
      else end.cut();
      return transport;
    },
    get powered() {
      return powered;
    },
    powerOn,
    powerOff: () => powerOff(),
    powerCycle: () => {
      powerOff(true);
      powerOn();
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
    state: () => ({
      powered,
      waitingForTouch: presence.waiting,
      touchPolicy: presence.policy,
      pinSet: authenticator.state.pin !== null,
      credentialCount: authenticator.state.credentials.length,
      fingerprintCount: authenticator.state.fingerprints.length,
    }),
    onChange: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    faults,
    certificates: state.attestation.certificates.map(fromHex),
    reload: () => {
      const kept = options.stateFile === undefined ? undefined : loadState(options.stateFile);
      if (kept !== undefined) authenticator.state = kept;
    },
    close: async () => {
      powerOff();
      listeners.clear();
    },
  };
}
