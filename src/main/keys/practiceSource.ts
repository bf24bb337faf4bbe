import { KeydeskError } from '../../contract/errors.ts';
import {
  type PracticeFault,
  type PracticeState,
  practiceFaultSchema,
  type TouchPolicy,
} from '../../contract/system.ts';
import { createSoftwareKey, type SoftwareKey } from '../../simulator/key/softwareKey.ts';
import type { HostConfiguration, PracticeAction } from './protocol.ts';
import type { KeySource } from './sources.ts';

const PRACTICE_KEY = { id: 'practice', product: 'Practice key', manufacturer: 'Keydesk' };

/** The software key as a key source: inserted and removed by the practice panel instead of by hand. */
export interface PracticeSource extends KeySource {
  state(): PracticeState;
  onState(listener: (state: PracticeState) => void): void;
  act(action: PracticeAction): void;
}

export async function practiceSource(practice: NonNullable<HostConfiguration['practice']>): Promise<PracticeSource> {
  const key = await createSoftwareKey({
    profile: practice.profile,
    touch: 'auto',
    ...(practice.stateFile === null ? {} : { stateFile: practice.stateFile }),
  });
  let told: () => void = () => undefined;
  return {
    owns: keyId => keyId === PRACTICE_KEY.id,
    list: async () => (key.powered ? [PRACTICE_KEY] : []),
    onChange: listener => {
      let powered = key.powered;
      key.onChange(() => {
        if (powered !== key.powered) listener();
        powered = key.powered;
      });
    },
    open: async keyId => {
      if (!key.powered) throw new KeydeskError('key-not-found', { keyId });
      return key.connect();
    },
    state: () => stateOf(key),
    onState: listener => {
      const tell = () => listener(stateOf(key));
      key.onChange(tell);
      told = tell;
    },
    act: action => {
      act(key, action);
      told();
    },
    close: () => key.close(),
  };
}

function act(key: SoftwareKey, action: PracticeAction): void {
  if (action === 'insert') key.powerOn();
  else if (action === 'remove') key.powerOff();
  else if (action === 'touch') key.touch();
  else if ('touchPolicy' in action) key.setTouch(action.touchPolicy);
  else misbehave(key, action.fault);
}

/** In one way at a time. */
function misbehave({ faults }: SoftwareKey, fault: PracticeFault | null): void {
  for (const name of practiceFaultSchema.options) delete faults[name];
  if (fault !== null) faults[fault] = true;
}

function stateOf(key: SoftwareKey): PracticeState {
  const state = key.state();
  return {
    inserted: state.powered,
    waitingForTouch: state.waitingForTouch,
    touchPolicy: panelPolicy(state.touchPolicy),
    fault: practiceFaultSchema.options.find(name => key.faults[name] === true) ?? null,
  };
}

/** The panel knows no delays: a delayed touch is an automatic one to it. */
function panelPolicy(policy: TouchPolicy | number): TouchPolicy {
  return typeof policy === 'number' ? 'auto' : policy;
}
