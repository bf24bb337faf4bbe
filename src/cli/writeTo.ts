import { open, rename, rm } from 'node:fs/promises';
import { KeydeskError } from '../contract/errors/errors.ts';
import { storageError } from '../main/base/store/storageError.ts';

/**
 * Writes parts of a text, or of bytes as base64, to a new file. Returns the number of line breaks. The file gets its
 * content only when everything is written, so an interrupted write leaves no file that looks complete.
 * @throws KeydeskError invalid-input if the file already exists or cannot be created, and as storageError.ts names it
 */
export async function writeTo(
  file: string,
  parts: AsyncIterable<string>,
  encoding: 'utf8' | 'base64' = 'utf8',
): Promise<number> {
  // Creates the file at once, so that the end of the write does not overwrite another program's file.
  await (await make(file)).close();
  const partial = `${file}.part`;
  try {
    const lines = await writeAll(partial, parts, encoding);
    await rename(partial, file);
    return lines;
  } catch (error) {
    await Promise.all([file, partial].map(name => rm(name, { force: true })));
    // For example a full disk.
    throw storageError(file, error);
  }
}

async function writeAll(file: string, parts: AsyncIterable<string>, encoding: 'utf8' | 'base64'): Promise<number> {
  await rm(file, { force: true });
  const handle = await make(file);
  let lines = 0;
  try {
    for await (const part of parts) {
      await handle.appendFile(part, { encoding });
      lines += part.split('\n').length - 1;
    }
  } finally {
    await handle.close();
  }
  return lines;
}

function make(file: string) {
  return open(file, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    const detail = cause.code === 'EEXIST' ? 'file-exists' : 'file-unmakable';
    throw new KeydeskError('invalid-input', { detail, file }, { cause });
  });
}
