import { open } from 'node:fs/promises';
import { KeydeskError } from '../contract/errors.ts';

/**
 * Writes parts of a text, or of bytes as base64, to a new file; gives the number of line ends in what was given.
 * @throws KeydeskError invalid-input when the file is there already, or cannot be made
 */
export async function writeTo(
  file: string,
  parts: AsyncIterable<string>,
  encoding: 'utf8' | 'base64' = 'utf8',
): Promise<number> {
  const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
    throw new KeydeskError('invalid-input', { detail: `${file} cannot be made` }, { cause });
  });
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
