import { Queue } from '../../base/store/queue.ts';
import type { Vault } from '../auth/vault.ts';
import type { SharedRecord } from '../record/sharedRecord.ts';
import type { Keyless } from './deskKeys.ts';
import { DESK_KEYS, emptyKeyring, type Keyring, makeKeyring, readKeyring, writeKeyring } from './keyring.ts';

export interface RingParts {
  readonly record: Pick<SharedRecord, 'state'>;
  readonly vault: Vault;
  /** The name of what seals here; null if nothing does. */
  readonly holder: string | null;
  readonly isStation: () => boolean;
  readonly log: (message: string) => void;
}

/** The private keys of this desk, for the record that it shares now. */
export interface Ring {
  /** Returns the keys, and makes them the first time; or why there are none. Undefined if no record is shared. */
  read(): Promise<Keyring | Keyless | undefined>;
  /** Reads the file again, which another program of this desk may have written. */
  reload(): void;
  /** Changes the keyring. Changes run one after the other. Does nothing without keys. @throws KeydeskError secrets-unwritable */
  change(work: (ring: Keyring) => Keyring): Promise<void>;
  /** Returns the keys of a record that this desk has left and not settled yet. */
  leftOver(): Promise<Keyring | undefined>;
  forget(): Promise<void>;
}

export function openRing({ record, vault, holder, isStation, log }: RingParts): Ring {
  const turn = new Queue();
  let cached: Keyring | undefined;

  const stored = async (): Promise<Keyring | undefined | 'locked'> => {
    try {
      return (await vault.has(DESK_KEYS)) ? await readKeyring(vault) : undefined;
    } catch (error) {
      log(`record: the keys of this desk cannot be read (${String(error)})`);
      return 'locked';
    }
  };
  const present = async (): Promise<Keyring | Keyless | undefined> => {
    const state = record.state();
    if (state === undefined) return undefined;
    if (holder === null || !vault.lasting) return 'sealerless';
    if (isStation()) return 'station';
    const isOwn = (ring: Keyring) => ring.own.record === state.record && ring.own.desk === state.desk;
    if (cached !== undefined && isOwn(cached)) return cached;
    const found = await stored();
    if (found === 'locked') return found;
    // SECURITY: a copy of a data folder is a new desk, and does not use the keys of the first one.
    cached = found !== undefined && isOwn(found) ? found : undefined;
    if (cached === undefined) {
      const made = await makeKeyring({ record: state.record, desk: state.desk, holder });
      await writeKeyring(vault, made);
      cached = made;
    }
    return cached;
  };
  return {
    read: () => turn.run(present),
    reload: () => {
      cached = undefined;
    },
    change: work =>
      turn.run(async () => {
        const ring = await present();
        if (typeof ring !== 'object') return;
        const changed = work(ring);
        await writeKeyring(vault, changed);
        cached = changed;
      }),
    leftOver: () =>
      turn.run(async () => {
        if (record.state() !== undefined || !vault.lasting) return undefined;
        const found = await stored();
        return found === 'locked' ? undefined : found;
      }),
    forget: () =>
      turn.run(async () => {
        await emptyKeyring(vault);
        cached = undefined;
      }),
  };
}
