import { closeSync, createReadStream, openSync, readSync } from 'node:fs';

/**
 * Reads a file that a person named, but no more than one byte beyond `most`: then the caller refuses it as too large. SECURITY: a device or a
 * pipe may never end, and memory would.
 * @param most in bytes
 * @throws Error of the file system
 */
export async function readAtMost(file: string, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of createReadStream(file, { end: most })) parts.push(part);
  return Buffer.concat(parts);
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
