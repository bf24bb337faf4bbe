import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { PracticeModel } from '../../../contract/practice/schema.ts';
import { createSoftwareKey, type SoftwareKey } from '../../../simulator/key/softwareKey.ts';
import { stateError } from '../../base/store/storageError.ts';
import type { HostConfiguration } from './protocol.ts';

/** The properties of each key model, without the key's number. */
const makes = {
  new: { id: 'practice', profile: 'full', product: 'Practice key', file: 'key' },
  old: { id: 'practice:old', profile: 'legacy', product: 'Old practice key', file: 'key-old' },
} as const;

/**
 * The software keys of practice mode. One of them is plugged in at a time; each is created when it is first selected.
 */
export interface PracticeKeys {
  readonly model: PracticeModel;
  /** All models. */
  readonly models: readonly PracticeModel[];
  readonly key: SoftwareKey;
  readonly summary: KeySummary;
  /**
   * Unplugs the current key, and plugs in the key of that model.
   * @throws KeydeskError invalid-input, practice-key-damaged
   */
  take(model: PracticeModel): Promise<void>;
  /** Unplugs the current key, and plugs in a new one of its model. */
  takeFresh(): Promise<void>;
  /** Reads changes that another Keydesk has made to the current key. @throws KeydeskError practice-key-damaged */
  reload(): void;
  onChange(listener: () => void): void;
  close(): Promise<void>;
}

interface PracticeContext {
  /** The folder in which the keys store their state; null for keys in memory. */
  readonly folder: string | null;
  readonly touchTimeout: number | undefined;
  /** The keys that were created. */
  readonly keys: Map<PracticeModel, SoftwareKey>;
  readonly models: Set<PracticeModel>;
  readonly listeners: Set<() => void>;
}

export async function openPracticeKeys({
  folder,
  touchTimeout,
}: NonNullable<HostConfiguration['practice']>): Promise<PracticeKeys> {
  const models = new Set<PracticeModel>(['new', 'old', ...(folder === null ? [] : keptIn(folder))]);
  const context: PracticeContext = { folder, touchTimeout, keys: new Map(), models, listeners: new Set() };
  let current = { model: 'new', key: await keyOf(context, 'new') };
  const take = async (model: PracticeModel) => {
    if (!models.has(model)) throw new KeydeskError('invalid-input', { detail: 'no-such-practice-key' });
    const key = await keyOf(context, model);
    if (key === current.key) return;
    key.setTouch(current.key.state().touchPolicy);
    // A new key is already powered on. Keydesk must see it being plugged in.
    key.powerOff();
    current.key.powerOff();
    current = { model, key };
    key.powerOn();
  };

  return {
    get model() {
      return current.model;
    },
    get models() {
      return [...models];
    },
    get key() {
      return current.key;
    },
    get summary() {
      const { id, product } = describe(current.model);
      return { id, product, manufacturer: 'Keydesk' };
    },
    take,
    takeFresh: async () => {
      const model = nextModel(current.model, models);
      models.add(model);
      await take(model);
    },
    reload: () => {
      try {
        current.key.reload();
      } catch (cause) {
        throw stateError('practice-key-damaged', fileOf(context, current.model) ?? '', cause);
      }
    },
    onChange: listener => void context.listeners.add(listener),
    close: async () => {
      await Promise.all([...context.keys.values()].map(key => key.close()));
    },
  };
}

/** Returns a key. Creates it at its first use. @throws KeydeskError practice-key-damaged */
async function keyOf(context: PracticeContext, model: PracticeModel): Promise<SoftwareKey> {
  const { touchTimeout, keys, listeners } = context;
  const known = keys.get(model);
  if (known !== undefined) return known;
  const { profile } = describe(model);
  const stateFile = fileOf(context, model);
  const made = await createSoftwareKey({
    profile,
    ...(touchTimeout === undefined ? {} : { touchTimeout }),
    ...(stateFile === undefined ? {} : { stateFile }),
  }).catch(cause => {
    // The damaged file is not changed, so that a person can examine it.
    throw stateError('practice-key-damaged', stateFile ?? '', cause);
  });
  made.onChange(() => {
    for (const listener of listeners) listener();
  });
  keys.set(model, made);
  return made;
}

function fileOf({ folder }: PracticeContext, model: PracticeModel): string | undefined {
  return folder === null ? undefined : join(folder, describe(model).file);
}

function nextModel(model: PracticeModel, models: ReadonlySet<PracticeModel>): PracticeModel {
  const [make] = model.split('-');
  let number = 2;
  while (models.has(`${make}-${number}`)) number++;
  return `${make}-${number}`;
}

/** `new` and `old` are the first keys of their models; `new-2` is the second one. */
function describe(model: PracticeModel) {
  const [make, number] = model.split('-');
  const { id, profile, product, file } = make === 'old' ? makes.old : makes.new;
  if (number === undefined) return { id, profile, product, file: `${file}.json` };
  return { id: `${id}:${number}`, profile, product: `${product} ${number}`, file: `${file}-${number}.json` };
}

/** Returns the models of keys that earlier runs have stored in the folder. */
function keptIn(folder: string): PracticeModel[] {
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch {
    // The folder is created with the first key. If it cannot be read, creating the key throws the error.
    return [];
  }
  const models = files.flatMap(file => {
    const [, old, number] = /^key(-old)?-(\d{1,6})\.json$/.exec(file) ?? [];
    return number === undefined ? [] : [`${old === undefined ? 'new' : 'old'}-${number}`];
  });
  return models.toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}
