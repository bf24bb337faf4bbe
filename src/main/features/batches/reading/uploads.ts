import { randomUUID } from 'node:crypto';
import { MAX_FILE } from '../../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../../contract/errors/errors.ts';

/** How many files are kept. A window needs one while a person maps its columns. */
const KEPT = 4;

/** Files that windows sent in parts. They are in memory only, the oldest first. */
export interface Uploads {
  /**
   * Adds a part to a file, and returns its id.
   * @param upload undefined begins a new file
   * @throws KeydeskError batch-file-gone, batch-file-too-large
   */
  add(upload: string | undefined, part: Uint8Array): string;
  /** Returns the content of a file. @throws KeydeskError batch-file-gone */
  get(upload: string): Buffer;
}

export function createUploads(): Uploads {
  const files = new Map<string, Uint8Array[]>();
  const partsOf = (upload: string) => {
    const parts = files.get(upload);
    if (parts === undefined) throw new KeydeskError('batch-file-gone');
    return parts;
  };
  const begin = () => {
    const upload = randomUUID();
    const [oldest] = files.keys();
    if (oldest !== undefined && files.size >= KEPT) files.delete(oldest);
    files.set(upload, []);
    return upload;
  };
  return {
    add: (upload = begin(), part) => {
      const parts = partsOf(upload);
      const size = parts.reduce((sum, { length }) => sum + length, part.length);
      if (size > MAX_FILE) {
        files.delete(upload);
        throw new KeydeskError('batch-file-too-large');
      }
      parts.push(part);
      return upload;
    },
    get: upload => Buffer.concat(partsOf(upload)),
  };
}
