import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import { isHeld, type Release, sweepLocks, takePassingLock } from './fileLock.ts';

/** This running Keydesk among those that share a data folder. Another one may ask whether it still lives. */
export interface Instance {
  readonly id: string;
  /** Whether the instance of that id is still running. Process ids are no answer: the system gives them out again. */
  isAlive(id: string): boolean;
  close(): void;
}

/**
 * Registers this process. Its sign of life is a lock on a file of its own. Deletes the files of processes that died.
 * @param log Gets why a file of another process could not be looked at; its work counts as under way
 * @throws KeydeskError data-folder-unwritable where the folder's file system has no locks; as storageError.ts names it
 */
export function registerInstance(dataFolder: string, log: (message: string) => void = () => undefined): Instance {
  const folder = join(dataFolder, 'instances');
  const fileOf = (instance: string) => join(folder, `${instance}.lock`);
  const { id, release } = takeOwnLock(folder, fileOf);
  const told = new Set<string>();
  const trouble = (error: unknown) => {
    const { code, params } = toFailure(error);
    const message = `a lock of another Keydesk: ${code} ${params.file ?? ''}`.trim();
    // Lists ask for it again and again.
    if (!told.has(message)) log(message);
    told.add(message);
  };
  sweepLocks(folder, file => file === fileOf(id), trouble);

  return {
    id,
    isAlive: other => other === id || (existsSync(fileOf(other)) && isHeld(fileOf(other), trouble)),
    close: release,
  };
}

/** A process that sweeps may hold a new file for a moment, so another one is taken. So often. */
const TRIES = 10;

function takeOwnLock(folder: string, fileOf: (id: string) => string): { id: string; release: Release } {
  for (let i = 0; i < TRIES; i++) {
    const id = randomUUID();
    const release = takePassingLock(fileOf(id));
    if (release !== undefined) return { id, release };
  }
  // Without a lock, another Keydesk would take up this one's enrollments while they run.
  throw new KeydeskError('data-folder-unwritable', { folder });
}
