import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KeydeskError } from '../../contract/errors.ts';
import type { Sealer } from '../shellServices.ts';
import { SealRefused, sealNamed, unsealNamed } from './sealed.ts';

/** Named secrets of a data folder: sealed files, or memory alone where the shell cannot seal. */
export interface Vault {
  /** Whether what is written outlasts this run. */
  readonly lasting: boolean;
  /** Returns undefined where there is none, or where what is there is refused. */
  read(name: string): Promise<string | undefined>;
  /** Why the last read of it found a file and refused it; undefined where it did not. */
  refusal(name: string): SealRefused['reason'] | undefined;
  /** @throws KeydeskError secrets-unwritable; what was there before is still there */
  write(name: string, text: string): Promise<void>;
  /** Forgets it, whichever shell has sealed it. @throws KeydeskError secrets-unwritable */
  remove(name: string): Promise<void>;
}

export function openVault(dataFolder: string, sealer: Sealer | null): Vault {
  const folder = join(dataFolder, 'secrets');
  const memory = new Map<string, string>();
  const unwritable = (cause: unknown) => new KeydeskError('secrets-unwritable', { folder }, { cause });
  // SECURITY: an id from the settings file cannot lead out of the folder.
  const prefixOf = (name: string) => `${encodeURIComponent(name)}.`;

  const remove = async (name: string) => {
    memory.delete(name);
    try {
      const files = await readdir(folder).catch(() => []);
      const own = files.filter(file => file.startsWith(prefixOf(name)));
      await Promise.all(own.map(file => rm(join(folder, file), { force: true })));
    } catch (cause) {
      throw unwritable(cause);
    }
  };
  if (sealer === null) {
    return {
      lasting: false,
      read: async name => memory.get(name),
      refusal: () => undefined,
      write: async (name, text) => void memory.set(name, text),
      remove,
    };
  }

  // Each kind of sealer has files of its own: one shell cannot unseal, and must not replace, what another has sealed.
  const refusals = new Map<string, SealRefused['reason']>();
  // SECURITY: a file that is copied over another is refused.
  const sealedName = (name: string) => `secrets/${name}`;
  const fileOf = (name: string) => join(folder, `${prefixOf(name)}${sealer.name}`);
  return {
    lasting: true,
    read: async name => {
      const sealed = await readFile(fileOf(name)).catch(() => undefined);
      refusals.delete(name);
      if (sealed === undefined) return undefined;
      try {
        return await unsealNamed(sealer, sealedName(name), new Uint8Array(sealed));
      } catch (error) {
        refusals.set(name, error instanceof SealRefused ? error.reason : 'unreadable');
        return undefined;
      }
    },
    refusal: name => refusals.get(name),
    write: async (name, text) => {
      try {
        // SECURITY: nothing but what is sealed reaches the disk, and only this user may read it.
        const sealed = await sealNamed(sealer, sealedName(name), text);
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeAtomically(fileOf(name), sealed);
      } catch (cause) {
        throw unwritable(cause);
      }
    },
    remove,
  };
}

/** A cut leaves the old file or the new one. */
async function writeAtomically(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}.new`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
