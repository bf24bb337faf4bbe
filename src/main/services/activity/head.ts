import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActivityHead, activityHeadSchema } from '../../../contract/activity/schema.ts';
import { withFile } from '../../base/store/storageError.ts';

/** The log's end, kept beside the database: entries cut off at the end leave a chain that is whole in itself. */
export interface HeadFile {
  /** Undefined where there is none; null for one that cannot be read. */
  read(): ActivityHead | null | undefined;
  /**
   * Moves it forward. A file that is missing, cannot be read, or notes an end that the log does not hold stays as it is, because
   * `verify` has to report it. Returns whether there is a file afterwards.
   * @param log What the log holds at this moment: call this while no process can append to it
   */
  advance(head: ActivityHead, log: LogState): boolean;
  /** Replaces it, whatever it held. @throws KeydeskError as storageError.ts names it */
  renew(head: ActivityHead): void;
}

/** What moving the head file depends on. */
export interface LogState {
  /** Whether the log was seen empty, so that a missing file is one that was never written. */
  readonly wasEmpty: boolean;
  /** Returns the hash of the entry with this number; undefined where there is none. */
  hashAt(count: number): string | undefined;
}

export function headFile(folder: string): HeadFile {
  const file = join(folder, 'activity-head.json');
  const read = () => {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      // Out of reach counts as damaged: `verify` reports it, and the file stays.
      return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? undefined : null;
    }
    try {
      return activityHeadSchema.parse(JSON.parse(text));
    } catch {
      // No head: `verify` reports the file as damaged.
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
      // SECURITY: a last entry that was rewritten, or an end that was cut off and written on, must not be forgotten.
      const holds = known.count === 0 || hashAt(known.count) === known.hash;
      if (holds && known.count < head.count) write(head);
      return true;
    },
    renew: write,
  };
}
