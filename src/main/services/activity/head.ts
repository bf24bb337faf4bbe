import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActivityHead, activityHeadSchema } from '../../../contract/activity/schema.ts';
import { withFile } from '../../base/store/storageError.ts';

/**
 * The file next to the database that stores the end of the log. Without it, removed entries at the end would not be
 * noticed, because the remaining chain is intact.
 */
export interface HeadFile {
  /** Returns the head; undefined if there is no file, null if it cannot be read. */
  read(): ActivityHead | null | undefined;
  /**
   * Moves the head forward. Does not change a file that is missing, unreadable, or contains an end that the log does
   * not have, because `verify` must report it. Returns whether the file exists afterwards.
   * @param log The log at this moment: call this while no process can append to it
   */
  advance(head: ActivityHead, log: LogState): boolean;
  /** Replaces the file, whatever its content. @throws KeydeskError as storageError.ts names it */
  renew(head: ActivityHead): void;
  /** Removes the file, before another log takes the place of this one. `verify` reports a log without it. @throws as renew */
  remove(): void;
}

/** The state of the log that decides whether the head file may be moved. */
export interface LogState {
  /** Whether this process saw the log empty, so that a missing file was never written. */
  readonly wasEmpty: boolean;
  /** Returns the hash of the entry with this number, or undefined if there is none. */
  hashAt(count: number): string | undefined;
}

export function headFile(folder: string): HeadFile {
  const file = join(folder, 'activity-head.json');
  const read = () => {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      // An unreadable file counts as damaged: `verify` reports it, and the file is not changed.
      return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? undefined : null;
    }
    try {
      return activityHeadSchema.parse(JSON.parse(text));
    } catch {
      // Not a head: `verify` reports the file as damaged.
      return null;
    }
  };
  const write = (head: ActivityHead) =>
    withFile(file, () => {
      writeFileSync(`${file}.new`, JSON.stringify(head), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    });
  return {
    read,
    advance: (head, { wasEmpty, hashAt }) => {
      const known = read();
      if (known === null) return true;
      if (known === undefined) {
        if (wasEmpty) write(head);
        return wasEmpty;
      }
      // SECURITY: the head must not move if the last entry was rewritten, or if entries were removed and others
      // appended. Otherwise `verify` could not report it.
      const holds = known.count === 0 || hashAt(known.count) === known.hash;
      if (holds && known.count < head.count) write(head);
      return true;
    },
    renew: write,
    remove: () => withFile(file, () => rmSync(file, { force: true })),
  };
}
