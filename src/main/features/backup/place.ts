import { lstat, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type ArchivedFile, readArchive, writeArchive } from './tar.ts';

/**
 * Checks whether a backup may be written to a file.
 * @throws KeydeskError backup-folder-missing; backup-exists for an existing file, unless `force` replaces it
 */
export async function refuseTarget(target: string, force: boolean): Promise<void> {
  const folder = dirname(target);
  // If the folder cannot be checked, writing the file fails with its own error.
  const found = await stat(folder).catch(error => (error.code === 'ENOENT' ? undefined : null));
  if (found === undefined || found?.isDirectory() === false)
    throw new KeydeskError('backup-folder-missing', { folder });
  // A file that is missing or cannot be checked is not replaced. Creating it may then fail.
  const there = await lstat(target).catch(() => undefined);
  // `force` does not replace a folder or a device.
  if (there !== undefined && !(force && there.isFile())) throw new KeydeskError('backup-exists', { file: target });
}

/**
 * Writes an archive of files from `folder`, verifies it, and then renames it to its final name. After an interruption at any point, the
 * final name has no file or still the earlier one.
 * @returns its size in bytes
 * @throws KeydeskError backup-unverified, backup-exists; errors of the file system
 */
export async function placeArchive(
  target: string,
  folder: string,
  files: readonly ArchivedFile[],
  force: boolean,
): Promise<number> {
  const made = join(folder, '.archive');
  // SECURITY: only the owner can read it, like the data folder.
  const handle = await open(made, 'wx+', 0o600);
  try {
    await writeArchive(handle, folder, files);
    await handle.sync();
    const found = await readArchive(handle).catch(cause => {
      throw new KeydeskError('backup-unverified', { file: target }, { cause });
    });
    if (JSON.stringify(found) !== JSON.stringify(files)) throw new KeydeskError('backup-unverified', { file: target });
    const { size } = await handle.stat();
    await handle.close();
    if (force) await rename(made, target);
    else await renameToFree(made, target);
    await syncFolder(dirname(target));
    return size;
  } finally {
    await handle.close();
  }
}

/** Renames a file to an unused name. Unlike a plain rename, it does not replace a file that another program has just created. */
async function renameToFree(made: string, target: string): Promise<void> {
  const place = await open(target, 'wx', 0o600).catch(cause => {
    throw cause.code === 'EEXIST' ? new KeydeskError('backup-exists', { file: target }, { cause }) : cause;
  });
  await place.close();
  try {
    await rename(made, target);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

/** Flushes a folder to the disk, so that a rename survives a power failure. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders, and flushes their changes itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
