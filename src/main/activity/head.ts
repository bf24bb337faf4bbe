import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActivityHead, activityHeadSchema } from '../../contract/activity.ts';
import { withFile } from '../store/storageError.ts';

/** The log's end, kept beside the database: entries cut off at the end leave a chain that is whole in itself. */
export interface HeadFile {
  /** Undefined where there is none; null for one that cannot be read. */
  read(): ActivityHead | null | undefined;
  /**
   * Moves it forward. A file that is missing or cannot be read stays so, because `verify` has to report it.
   * @param wasEmpty Whether the log was seen empty, so that a missing file is one that was never written
   */
  advance(head: ActivityHead, wasEmpty: boolean): void;
  /** Replaces it, whatever it held. @throws KeydeskError as storageError.ts names it */
  renew(head: ActivityHead): void;
}

export function headFile(folder: string): HeadFile {
  const file = join(folder, 'activity-head.json');
  const read = () => {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? undefined : null;
    }
    try {
      return activityHeadSchema.parse(JSON.parse(text));
    } catch {
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
    advance: (head, wasEmpty) => {
      const known = read();
      if (known === undefined ? wasEmpty : known !== null && known.count < head.count) write(head);
    },
    renew: write,
  };
}
