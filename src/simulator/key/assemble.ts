import type { ReportTransport } from '../../ctap/hid/transport.ts';
import { Authenticator, type ResetRules } from './authenticator.ts';
import { HidDevice } from './device.ts';
import { dispatch } from './dispatch.ts';
import type { Faults } from './faults.ts';
import { type PipeEnd, pipe } from './pipe.ts';
import { Presence, TOUCH_TIMEOUT, type TouchPolicy } from './presence.ts';
import type { Profile } from './profiles.ts';
import type { KeyState } from './state.ts';
import { runU2f } from './u2f.ts';

export interface AssembleParts {
  readonly profile: Profile;
  readonly state: KeyState;
  readonly faults: Faults;
  readonly touch: TouchPolicy | undefined;
  /** In ms. */
  readonly touchTimeout: number | undefined;
  readonly capacity: number | undefined;
  readonly resetRules: ResetRules | undefined;
  readonly clock: (() => number) | undefined;
  save(state: KeyState): void;
  /** Called after every visible change. */
  changed(): void;
}

/** The connected parts of a key, with power on. */
export interface AssembledKey {
  readonly presence: Presence;
  readonly authenticator: Authenticator;
  readonly powered: boolean;
  powerOn(): void;
  powerOff(keepsChannels?: boolean): void;
  /** Opens a transport of reports to the key. */
  connect(): ReportTransport;
}

/** Connects the parts of a key. */
export function assembleKey({ profile, state, faults, clock, save, changed, ...parts }: AssembleParts): AssembledKey {
  const ends = new Set<PipeEnd>();
  let powered = true;
  const presence = new Presence(parts.touch ?? 'auto', parts.touchTimeout ?? TOUCH_TIMEOUT, () => {
    if (presence.waiting) device.announceTouch();
    changed();
  });
  const authenticator = new Authenticator({
    profile,
    presence,
    faults,
    clock: clock ?? Date.now,
    capacity: parts.capacity ?? profile.capacity,
    resetRules: parts.resetRules ?? {},
    state,
    save,
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
    presence,
    authenticator,
    get powered() {
      return powered;
    },
    powerOn: () => {
      if (powered) return;
      powered = true;
      authenticator.powerUp();
      changed();
    },
    powerOff,
    connect: () => {
      const { transport, end } = pipe(
        report => device.receive(report),
        closed => ends.delete(closed),
      );
      if (powered) ends.add(end);
      else end.cut();
      return transport;
    },
  };
}
