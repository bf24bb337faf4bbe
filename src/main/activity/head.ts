import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActivityHead, activityHeadSchema } from '../../contract/activity.ts';

/** The log's end, kept beside the database: entries cut off at the end leave a chain that is whole in itself. */
export interface HeadFile {
  /** Undefined where there is none yet; null for one that cannot be read. */
  read(): ActivityHead | null | undefined;
  /** Moves it forward only. */
  advance(head: ActivityHead): void;
}

export function headFile(folder: string): HeadFile {
  const file = join(folder, 'activity-head.json');
  const read = () => {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
    try {
      return activityHeadSchema.parse(JSON.parse(text));
    } catch {
      return null;
    }
  };
  return {
    read,
    advance: head => {
      const known = read();
      // One that cannot be read stays as it is: it is what `verify` has to tell of.
      if (known === null || (known !== undefined && known.count >= head.count)) return;
      writeFileSync(`${file}.new`, JSON.stringify(head), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
