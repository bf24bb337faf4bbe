import { join } from 'node:path';
import type { KeySummary } from '../../contract/keys.ts';
import type { PracticeModel } from '../../contract/system.ts';
import { createSoftwareKey, type SoftwareKey } from '../../simulator/key/softwareKey.ts';
import { stateError } from '../store/storageError.ts';

interface Model {
  readonly id: string;
  readonly profile: 'full' | 'legacy';
  readonly product: string;
  /** Where a key of it keeps its state, in the practice folder. */
  readonly file: string;
}

const models: Readonly<Record<PracticeModel, Model>> = {
  new: { id: 'practice', profile: 'full', product: 'Practice key', file: 'key.json' },
  old: { id: 'practice:old', profile: 'legacy', product: 'Old practice key', file: 'key-old.json' },
};

/** One software key of each model, of which one is in hand at a time; each is made when it is first taken. */
export interface PracticeKeys {
  readonly model: PracticeModel;
  readonly key: SoftwareKey;
  readonly summary: KeySummary;
  /** Puts the key in hand away and plugs one of that model in. */
  take(model: PracticeModel): Promise<void>;
  onChange(listener: () => void): void;
  close(): Promise<void>;
}

/** `folder` is where their state lasts; in memory without. */
export async function openPracticeKeys(folder: string | null): Promise<PracticeKeys> {
  const keys = new Map<PracticeModel, SoftwareKey>();
  const listeners = new Set<() => void>();
  const keyOf = async (model: PracticeModel) => {
    const known = keys.get(model);
    if (known !== undefined) return known;
    const { profile, file } = models[model];
    const stateFile = folder === null ? undefined : join(folder, file);
    const made = await createSoftwareKey({ profile, ...(stateFile === undefined ? {} : { stateFile }) }).catch(
      cause => {
        // Its file is left as it is: it may hold what somebody still wants to look at.
        throw stateError('practice-key-damaged', stateFile ?? '', cause);
      },
    );
    made.onChange(() => {
      for (const listener of listeners) listener();
    });
    keys.set(model, made);
    return made;
  };
  let current = { model: 'new' as PracticeModel, key: await keyOf('new') };

  return {
    get model() {
      return current.model;
    },
    get key() {
      return current.key;
    },
    get summary() {
      const { id, product } = models[current.model];
      return { id, product, manufacturer: 'Keydesk' };
    },
    take: async model => {
      const key = await keyOf(model);
      if (key === current.key) return;
      key.setTouch(current.key.state().touchPolicy);
      // One that was just made is plugged in already, which nobody would notice.
      key.powerOff();
      current.key.powerOff();
      current = { model, key };
      key.powerOn();
    },
    onChange: listener => void listeners.add(listener),
    close: async () => {
      await Promise.all([...keys.values()].map(key => key.close()));
    },
  };
}
