import { copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Backup, BackupRequest } from '../../../contract/backup/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { markSuspect } from '../../base/store/integrity/check.ts';
import { storageError } from '../../base/store/storageError.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { directoryMigrations } from '../directory/database/schema.ts';
import { isLastingTrouble } from '../directory/trouble.ts';
import { copyDatabase } from './copyDatabase.ts';
import { placeArchive, refuseTarget } from './place.ts';
import { measured } from './tar.ts';

export interface BackupParts {
  /** The folder to back up: the data folder, or that of practice mode. */
  folder: string;
  dataFolder: string;
  practice: boolean;
  version: string;
  /** The database version that this Keydesk writes. */
  recordVersion: number;
  /** Returns the activity log, for one backup. */
  activity: () => Pick<Activity, 'during'>;
  log: (message: string) => void;
}

export interface Backups {
  /** Creates a backup. @throws KeydeskError backup-…, invalid-input, and as storageError.ts names it */
  make(request: BackupRequest): Promise<Backup>;
  /** Returns an unused file name. */
  suggest(): Promise<string>;
}

/**
 * Files that every backup must have. The order of copying matters: the copied log may be longer than the end in this file, but never
 * shorter.
 */
const HEAD = 'activity-head.json';
const DATABASE = 'keydesk.db';
const DIRECTORY = 'directory.db';
/**
 * Optional files. Lock files, browser profiles and sealed secrets are not in a backup
 * (docs/decisions/0044-one-database-upgrades-backup.md).
 */
const OTHERS = ['settings.json', 'metadata.json', 'key.json', 'tenant.json'];

export function createBackups(parts: BackupParts): Backups {
  return {
    make: ({ to, force = false }) =>
      parts.activity().during('backup-made', async subject => {
        subject.facts = { file: to };
        if (!isAbsolute(to)) throw new KeydeskError('invalid-input', { detail: 'whole-path' });
        const target = resolve(to);
        refuseInside(parts.dataFolder, target);
        await refuseTarget(target, force);
        return makeAt(parts, target, force);
      }),
    suggest: async () => {
      const documents = join(homedir(), 'Documents');
      const folder = (await exists(documents)) ? documents : homedir();
      const at = new Date().toISOString().slice(0, 16).replace('T', '-').replace(':', '');
      const name = (n: number) => join(folder, `keydesk-${at}${n === 1 ? '' : `-${n}`}.tar`);
      let n = 1;
      while (await exists(name(n))) n++;
      return name(n);
    },
  };
}

async function makeAt(parts: BackupParts, target: string, force: boolean): Promise<Backup> {
  const { folder, version, recordVersion, practice, log } = parts;
  // SECURITY: mkdtemp creates a folder that only its owner can open. It is beside the target, which must have enough space anyway.
  const copies = await atTarget(target, () => mkdtemp(join(dirname(target), '.keydesk-backup-')));
  try {
    const names: string[] = [];
    const copy = async (name: string) => {
      if (!(await exists(join(folder, name)))) return;
      await atTarget(target, () => copyFile(join(folder, name), join(copies, name)));
      names.push(name);
    };
    const leftOut: string[] = [];
    await copy(HEAD);
    const databases = { folder, copies, target };
    await copied(databases, DATABASE, recordVersion);
    names.push(DATABASE);
    if (await exists(join(folder, DIRECTORY))) {
      try {
        await copied(databases, DIRECTORY, directoryMigrations.length);
        names.push(DIRECTORY);
      } catch (error) {
        // The directory can be imported again, so a damaged one must not prevent the backup of the rest.
        if (!isLastingTrouble(error) && !hasCode(error, 'backup-unverified')) throw error;
        log(`backup: ${String(error)}`);
        leftOut.push(DIRECTORY);
      }
    }
    for (const name of OTHERS) await copy(name);

    const madeAt = new Date().toISOString();
    const files = await Promise.all(names.map(name => measured(copies, name)));
    const manifest = { format: 1, keydesk: version, madeAt, practice, files, leftOut };
    await atTarget(target, () => writeFile(join(copies, 'backup.json'), `${JSON.stringify(manifest, null, 2)}\n`));
    const all = [await measured(copies, 'backup.json'), ...files];
    const size = await atTarget(target, () => placeArchive(target, copies, all, force));
    return { file: target, size, madeAt, files: files.map(file => ({ name: file.name, size: file.size })), leftOut };
  } finally {
    await rm(copies, { recursive: true, force: true }).catch(error => log(`backup: ${String(error)}`));
  }
}

interface Databases {
  readonly folder: string;
  readonly copies: string;
  readonly target: string;
}

async function copied({ folder, copies, target }: Databases, name: string, version: number): Promise<void> {
  const source = join(folder, name);
  try {
    await copyDatabase(source, join(copies, name), version);
  } catch (error) {
    const known = storageError(source, error);
    if (name === DATABASE && hasCode(known, 'database-damaged')) markSuspect(source);
    // A read cannot fill a disk, so the error is about the target.
    if (hasCode(known, 'disk-full')) throw new KeydeskError('disk-full', { file: target }, { cause: error });
    throw known instanceof KeydeskError
      ? known
      : new KeydeskError('backup-unverified', { file: source }, { cause: error });
  }
}

/**
 * Refuses a target in the data folder: it would not be a second copy, and could be the database itself.
 * @throws KeydeskError backup-in-data-folder
 */
function refuseInside(dataFolder: string, target: string): void {
  const way = relative(resolve(dataFolder), target);
  if (way === '' || !(way.startsWith('..') || isAbsolute(way))) {
    throw new KeydeskError('backup-in-data-folder', { file: target });
  }
}

async function atTarget<T>(target: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageError(target, error);
  }
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    // A file that cannot be checked cannot be copied, and its name is not free.
    error => error.code !== 'ENOENT',
  );
}
