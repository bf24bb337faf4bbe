import { constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/**
 * Reads a file that a person named, but no more than one byte beyond `most`: then the core refuses it as too large. A device or a pipe may
 * never end, and memory would.
 * @throws Error of the file system
 */
export async function readAtMost(file: string, most: number): Promise<Buffer> {
  // Otherwise a named pipe without a writer would keep this process for good: a system call cannot be canceled.
  const fd = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of streamOf(fd, most)) {
    parts.push(part);
    length += part.length;
    if (length > most) break;
  }
  return Buffer.concat(parts).subarray(0, most + 1);
}

/** Returns the content of a file, and closes it at its end. A pipe is read as a socket, which waits for its writer without a system call. */
function streamOf(fd: number, most: number): Readable {
  if (fstatSync(fd).isFIFO()) return new Socket({ fd, readable: true, writable: false });
  return createReadStream('', { fd, end: most });
}
