import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { makePrivateFolder } from '../../base/folder/privateFiles.ts';
import type { Sealer } from '../../base/sealer.ts';
import { SealRefused, sealNamed, unsealNamed } from './sealed.ts';

/** Named secrets of a data folder: sealed files, or only in memory if the shell cannot seal. */
export interface Vault {
  /** Whether secrets are stored beyond this run. */
  readonly lasting: boolean;
  /**
   * Returns a secret, or undefined if there is none. A file that cannot be read or unsealed is not changed.
   * @throws KeydeskError secret-sealed-earlier, secret-unsealable, secrets-unreadable
   */
  read(name: string): Promise<string | undefined>;
  /** Returns whether this process's kind of sealer has stored this secret. @throws KeydeskError secrets-unreadable */
  has(name: string): Promise<boolean>;
  /**
   * Writes a secret.
   * @param commit Decides whether the new file replaces the old one, and calls `move` to replace it. Its errors are
   * thrown unchanged
   * @throws KeydeskError secrets-unwritable; the old secret is still there
   */
  write(name: string, text: string, commit?: Commit): Promise<void>;
  /** Deletes a secret, whichever shell has sealed it. @throws KeydeskError secrets-unwritable */
  remove(name: string): Promise<void>;
}

export type Commit = (move: () => Promise<void>) => Promise<void>;

const atOnce: Commit = move => move();

export function openVault(dataFolder: string, sealer: Sealer | null): Vault {
  const folder = join(dataFolder, 'secrets');
  return sealer === null ? memoryVault(folder) : sealedVault(folder, sealer);
}

/** Creates a vault in memory. Removing a secret also deletes the file that another shell has sealed. */
function memoryVault(folder: string): Vault {
  const memory = new Map<string, string>();
  return {
    lasting: false,
    read: async name => memory.get(name),
    has: async name => memory.has(name),
    write: (name, text, commit = atOnce) => commit(async () => void memory.set(name, text)),
    remove: async name => {
      memory.delete(name);
      await removeFiles(folder, name);
    },
  };
}

function sealedVault(folder: string, sealer: Sealer): Vault {
  // SECURITY: a file that was copied over another one is refused.
  const sealedName = (name: string) => `secrets/${name}`;
  // Each kind of sealer has its own files: one shell cannot unseal files of another one, and must not replace them.
  const fileOf = (name: string) => join(folder, `${prefixOf(name)}${sealer.name}`);
  return {
    lasting: true,
    read: async name => {
      const sealed = await existing(folder, readFile(fileOf(name)));
      if (sealed === undefined) return undefined;
      try {
        return await unsealNamed(sealer, sealedName(name), new Uint8Array(sealed));
      } catch (cause) {
        const isEarlier = cause instanceof SealRefused && cause.reason === 'earlier-form';
        throw new KeydeskError(isEarlier ? 'secret-sealed-earlier' : 'secret-unsealable', {}, { cause });
      }
    },
    has: async name => (await existing(folder, stat(fileOf(name)))) !== undefined,
    write: async (name, text, commit = atOnce) => {
      try {
        // SECURITY: only sealed data reaches the disk, and only this user may read it.
        const sealed = await sealNamed(sealer, sealedName(name), text);
        makePrivateFolder(folder);
        await writeAtomically(fileOf(name), sealed, commit);
      } catch (cause) {
        throw unwritable(folder, cause);
      }
    },
    remove: name => removeFiles(folder, name),
  };
}

async function removeFiles(folder: string, name: string): Promise<void> {
  try {
    const files = await unlessMissing(readdir(folder), []);
    const own = files.filter(file => file.startsWith(prefixOf(name)));
    await Promise.all(own.map(file => rm(join(folder, file), { force: true })));
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

/** SECURITY: an id from the settings file cannot lead out of the folder. */
function prefixOf(name: string): string {
  return `${encodeURIComponent(name)}.`;
}

function unwritable(folder: string, cause: unknown): KeydeskError {
  return cause instanceof KeydeskError ? cause : new KeydeskError('secrets-unwritable', { folder }, { cause });
}

/** Returns undefined if there is no such file. @throws KeydeskError secrets-unreadable */
async function existing<T>(folder: string, work: Promise<T>): Promise<T | undefined> {
  try {
    return await unlessMissing(work, undefined);
  } catch (cause) {
    throw new KeydeskError('secrets-unreadable', { folder }, { cause });
  }
}

/** Returns `missing` if there is no such file or folder. Any other error does not prove that it is missing. */
async function unlessMissing<T, M>(work: Promise<T>, missing: M): Promise<T | M> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return missing;
    throw error;
  }
}

/** Writes a file so that after a power cut it is either the old or the new one. */
async function writeAtomically(file: string, bytes: Uint8Array, commit: Commit): Promise<void> {
  const draft = `${file}.${randomUUID()}.new`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await commit(() => rename(draft, file));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
