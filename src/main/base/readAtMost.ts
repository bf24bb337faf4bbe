import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/**
 * Flags for opening a file that a person named. Without O_NONBLOCK, a named pipe without a writer would keep the process
 * for good, because a system call cannot be canceled.
 */
export const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a file that a person named, but no more than one byte beyond `most`: then the caller refuses it as too large. SECURITY: a device or a
 * pipe may never end, and memory would.
 * @param most in bytes
 * @throws Error of the file system
 */
export async function readAtMost(file: string, most: number): Promise<Buffer> {
  const fd = openSync(file, READ);
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

/** Size of the parts in which a file is read, in bytes. */
const PART = 65_536;

/**
 * Reads a small file before anything else can begin, such as a certificate that a variable names.
 * @param most in bytes
 * @throws RangeError if it has more; Error of the file system
 */
export function readWithin(file: string, most: number): Buffer {
  const parts: Buffer[] = [];
  const descriptor = openSync(file, 'r');
  try {
    for (let length = 0; length <= most; ) {
      const part = Buffer.alloc(Math.min(PART, most + 1 - length));
      const read = readSync(descriptor, part);
      if (read === 0) return Buffer.concat(parts);
      parts.push(part.subarray(0, read));
      length += read;
    }
  } finally {
    closeSync(descriptor);
  }
  throw new RangeError(`more than ${most} bytes`);
}
