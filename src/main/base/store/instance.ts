import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import { isHeld, type Release, sweepLocks, takePassingLock } from './fileLock.ts';

/** The other desks that share the record. Lock files do not show whether a Keydesk on another computer runs. */
export interface OtherDesks {
  /** The id of this desk. */
  readonly desk: string;
  /** Returns whether a desk was at the record lately, by the record's clock. */
  isAlive(desk: string): boolean;
  /** Returns whether a desk was at the record in the last seconds, by the record's clock. */
  isPresent(desk: string): boolean;
  /** As that of Instance. */
  mayLead(): number | undefined;
}

/** Registers this running Keydesk among those that share a data folder, and checks whether others are still running. */
export interface Instance {
  readonly id: string;
  /**
   * Returns whether the instance of that id is still running. A process id would not prove that, because the system
   * reuses them.
   */
  isAlive(id: string): boolean;
  /** Returns whether the instance may still lead what it leads. For another desk, that ends sooner than its life. */
  isPresent(id: string): boolean;
  /**
   * Returns a number while this instance may do what one Keydesk does for all. Undefined if this desk has not reached its record for some seconds, or only reads
   * it. After another number, others may have taken over in between.
   */
  mayLead(): number | undefined;
  close(): void;
}

/**
 * Registers this process. A lock on a file of its own shows that it is running. Deletes the files of processes that
 * died.
 * @param log Gets the reason why a file of another process could not be checked. The work of that process counts as
 * running
 * @param others The other desks, if the record is shared. Ids then begin with the id of the desk
 * @throws KeydeskError data-folder-unwritable if the folder's file system has no locks; as storageError.ts names it
 */
export function registerInstance(
  dataFolder: string,
  log: (message: string) => void = () => undefined,
  others?: OtherDesks,
): Instance {
  const folder = join(dataFolder, 'instances');
  const fileOf = (instance: string) => join(folder, `${instance}.lock`);
  const { id, release } = takeOwnLock(folder, fileOf);
  const told = new Set<string>();
  const trouble = (error: unknown) => {
    const { code, params } = toFailure(error);
    const message = `a lock of another Keydesk: ${code} ${params.file ?? ''}`.trim();
    // Lists check this repeatedly, so each message is logged once.
    if (!told.has(message)) log(message);
    told.add(message);
  };
  sweepLocks(folder, file => file === fileOf(id), trouble);

  const isAliveHere = (lock: string) => lock === id || (existsSync(fileOf(lock)) && isHeld(fileOf(lock), trouble));
  const isHereOr = (other: string, isThere: (desk: string) => boolean | undefined) => {
    const [lock = '', desk] = other.split('/').toReversed();
    if (desk === undefined || desk === others?.desk) return isAliveHere(lock);
    // What others do is not settled here while their desk is at work, nor while nobody can tell.
    return isThere(desk) ?? false;
  };
  return {
    id: others === undefined ? id : `${others.desk}/${id}`,
    isAlive: other => isHereOr(other, desk => others?.isAlive(desk)),
    isPresent: other => isHereOr(other, desk => others?.isPresent(desk)),
    mayLead: () => (others === undefined ? 0 : others.mayLead()),
    close: release,
  };
}

/** Maximum number of files to try. A process that sweeps may hold the lock of a new file for a moment. */
const TRIES = 10;

function takeOwnLock(folder: string, fileOf: (id: string) => string): { id: string; release: Release } {
  for (let i = 0; i < TRIES; i++) {
    const id = randomUUID();
    const release = takePassingLock(fileOf(id));
    if (release !== undefined) return { id, release };
  }
  // Without a lock, another Keydesk would resume the enrollments that run here.
  throw new KeydeskError('data-folder-unwritable', { folder });
}
