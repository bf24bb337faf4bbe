import { lstat, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type ArchivedFile, readArchive, writeArchive } from './tar.ts';

/**
 * Looks whether a backup may be written to a file.
 * @throws KeydeskError backup-folder-missing; backup-exists for a file that is there, unless `force` replaces it
 */
export async function refuseTarget(target: string, force: boolean): Promise<void> {
  const folder = dirname(target);
  // What cannot be looked at fails with its own error when the file is written.
  const found = await stat(folder).catch(error => (error.code === 'ENOENT' ? undefined : null));
  if (found === undefined || found?.isDirectory() === false)
    throw new KeydeskError('backup-folder-missing', { folder });
  // What is not there, or cannot be looked at, is not replaced: making the file then fails.
  const there = await lstat(target).catch(() => undefined);
  // A folder or a device is not replaced by any option.
  if (there !== undefined && !(force && there.isFile())) throw new KeydeskError('backup-exists', { file: target });
}

/**
 * Writes an archive of files from `folder`, reads it again, and gives it its name when it is whole. Cut off at any point, there is
 * no file of that name, or the earlier one.
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
  // SECURITY: for its owner alone, as the data folder.
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

/** Renames a file to a name that no file has: unlike a rename alone, it replaces none that another program has just made. */
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

/** A rename outlasts a power cut when the folder is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and keeps their changes itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
