import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** A file for an archive, or from an archive. `sha256` is in hex. */
export interface ArchivedFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/** The block size of an archive, in bytes: one header, or a part of a file (POSIX.1-2001, pax, "ustar Interchange Format"). */
const BLOCK = 512;
/** Maximum size that the octal digits of a header can store, in bytes. */
const MOST_OCTAL = 0o77777777777;
const READ = 1024 * 1024;

/** Appends files of a folder to an archive, and its end marker. Only the owner can read each file. */
export async function writeArchive(to: FileHandle, folder: string, files: readonly ArchivedFile[]): Promise<void> {
  for (const { name, size } of files) {
    await to.appendFile(header(name, size));
    // Uses the measured size even if the file has changed since. Then the hash differs.
    for await (const part of createReadStream(`${folder}/${name}`, { highWaterMark: READ })) await to.appendFile(part);
    await to.appendFile(Buffer.alloc(padding(size)));
  }
  await to.appendFile(Buffer.alloc(2 * BLOCK));
}

/** Returns the files of an archive on the disk. @throws Error if it is not an archive, or is truncated */
export async function readArchive(from: FileHandle): Promise<ArchivedFile[]> {
  const files: ArchivedFile[] = [];
  for (let place = 0; ; ) {
    const block = await readPart(from, place, BLOCK);
    if (block.every(byte => byte === 0)) return files;
    const { name, size } = parseHeader(block);
    place += BLOCK;
    const hash = createHash('sha256');
    for (let done = 0; done < size; ) {
      const part = await readPart(from, place + done, Math.min(READ, size - done));
      hash.update(part);
      done += part.length;
    }
    files.push({ name, size, sha256: hash.digest('hex') });
    place += size + padding(size);
  }
}

/** Returns the size and the hash of a file. */
export async function measured(folder: string, name: string): Promise<ArchivedFile> {
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(createReadStream(`${folder}/${name}`, { highWaterMark: READ }), async source => {
    for await (const part of source) {
      hash.update(part);
      size += part.length;
    }
  });
  return { name, size, sha256: hash.digest('hex') };
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100, 'utf8');
  block.write('0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  if (size <= MOST_OCTAL) block.write(`${octal(size)}\0`, 124);
  else {
    // The common extension for larger files: the binary number, with the highest bit set.
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(size), 128);
  }
  block.write(`${octal(Math.floor(Date.now() / 1000))}\0`, 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\0', 257);
  block.write('00', 263);
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function parseHeader(block: Buffer): { name: string; size: number } {
  const told = Number.parseInt(block.toString('latin1', 148, 156), 8);
  const blank = Buffer.from(block);
  blank.write('        ', 148);
  if (checksum(blank) !== told) throw new Error('a header of the archive is damaged');
  const name = block.toString('utf8', 0, block.indexOf(0));
  const isBinary = block[124] === 0x80;
  const size = isBinary ? Number(block.readBigUInt64BE(128)) : Number.parseInt(block.toString('latin1', 124, 135), 8);
  return { name, size };
}

async function readPart(from: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await from.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead !== length) throw new Error('the archive ends too early');
  return buffer;
}

function checksum(block: Buffer): number {
  return block.reduce((sum, byte) => sum + byte, 0);
}

function octal(value: number): string {
  return value.toString(8).padStart(11, '0');
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}
