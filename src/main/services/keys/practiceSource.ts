import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { PracticeFault, PracticeState, TouchPolicy } from '../../../contract/practice/schema.ts';
import { practiceFaults } from '../../../simulator/key/practiceFaults.ts';
import type { SoftwareKey } from '../../../simulator/key/softwareKey.ts';
import { openPracticeKeys, type PracticeKeys } from './practiceKeys.ts';
import type { HostConfiguration, PracticeAction } from './protocol.ts';
import type { KeySource } from './sources.ts';

/** A key source of software keys. The practice panel inserts and removes them instead of a person. */
export interface PracticeSource extends KeySource {
  state(): PracticeState;
  onState(listener: (state: PracticeState) => void): void;
  act(action: PracticeAction): Promise<void>;
}

export async function practiceSource(practice: NonNullable<HostConfiguration['practice']>): Promise<PracticeSource> {
  const keys = await openPracticeKeys(practice);
  let told: () => void = () => undefined;
  return {
    // A key that is stored in a folder is one key for all processes that use the folder. Otherwise each process has its
    // own.
    lockName: keyId => (practice.folder === null ? undefined : `${keyId}\0${practice.folder}`),
    owns: keyId => keyId === keys.summary.id,
    list: async () => (keys.key.powered ? [keys.summary] : []),
    onChange: listener => {
      let before = pluggedIn(keys);
      keys.onChange(() => {
        const now = pluggedIn(keys);
        if (before !== now) listener();
        before = now;
      });
    },
    open: async keyId => {
      if (!keys.key.powered) throw new KeydeskError('key-not-found', { keyId });
      keys.reload();
      return { ...keys.key.connect(), key: keys.summary };
    },
    state: () => stateOf(keys),
    onState: listener => {
      told = () => listener(stateOf(keys));
      keys.onChange(told);
    },
    act: async action => {
      await act(keys, action);
      told();
    },
    close: () => keys.close(),
  };
}

function pluggedIn({ key }: PracticeKeys): SoftwareKey | undefined {
  return key.powered ? key : undefined;
}

async function act(keys: PracticeKeys, action: PracticeAction): Promise<void> {
  if (action === 'insert') keys.key.powerOn();
  else if (action === 'insert-fresh') await keys.takeFresh();
  else if (action === 'remove') keys.key.powerOff();
  else if (action === 'touch') keys.key.touch();
  else if ('touchPolicy' in action) keys.key.setTouch(action.touchPolicy);
  else if ('model' in action) await keys.take(action.model);
  else misbehave(keys.key, action.fault);
}

/** Sets one fault at a time. @throws KeydeskError invalid-input for a name that the simulator does not have */
function misbehave({ faults }: SoftwareKey, fault: PracticeFault | null): void {
  const chosen = fault === null ? {} : practiceFaults.get(fault);
  if (chosen === undefined) throw new KeydeskError('invalid-input', { detail: 'no-such-fault' });
  for (const name of practiceFaults.keys()) delete faults[name as keyof typeof faults];
  Object.assign(faults, chosen);
}

function stateOf({ key, model, models }: PracticeKeys): PracticeState {
  const state = key.state();
  const names = [...practiceFaults.keys()];
  return {
    inserted: state.powered,
    waitingForTouch: state.waitingForTouch,
    touchPolicy: panelPolicy(state.touchPolicy),
    fault: names.find(name => name in key.faults) ?? null,
    faults: names,
    model,
    models: [...models],
  };
}

/** Returns the policy for the panel, which has no delays: it shows a delayed touch as an automatic one. */
function panelPolicy(policy: TouchPolicy | number): TouchPolicy {
  return typeof policy === 'number' ? 'auto' : policy;
}
