import { createReadStream } from 'node:fs';

/**
 * Reads a file that a person named, but no more than one byte beyond `most`: then the core refuses it as too large. A device or a pipe may
 * never end, and memory would.
 * @throws Error of the file system
 */
export async function readAtMost(file: string, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of createReadStream(file, { end: most })) parts.push(part);
  return Buffer.concat(parts);
}
