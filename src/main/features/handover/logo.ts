import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { MAX_LOGO, MAX_LOGO_SIDE } from '../../../contract/handover/schema.ts';
import { openImage } from '../../base/report/openedImage.ts';
import { storageError } from '../../base/store/storageError.ts';

/** The organization's logo in the data folder: a PNG or JPEG file. */
export interface LogoFile {
  /** Returns null without a logo, and for a file that another program has damaged. */
  read(): Promise<Buffer | null>;
  /** Replaces the logo; null deletes it. @throws KeydeskError logo-unusable, and as storageError.ts names it */
  write(content: Buffer | null): Promise<void>;
}

export function openLogo(folder: string, log: (message: string) => void): LogoFile {
  const file = join(folder, 'organization-logo');
  return {
    read: async () => {
      const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') log(`logo: ${String(error)}`);
        return null;
      });
      if (content === null) return null;
      try {
        await refuseUnusable(content);
        return content;
      } catch (error) {
        log(`logo: ${String(error)}`);
        return null;
      }
    },
    write: async content => {
      if (content !== null) await refuseUnusable(content);
      const partial = `${file}.${randomUUID()}`;
      try {
        if (content === null) return await rm(file, { force: true });
        await writeFile(partial, content, { mode: 0o600, flag: 'wx' });
        await rename(partial, file);
      } catch (error) {
        await rm(partial, { force: true });
        throw storageError(file, error);
      }
    },
  };
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const JPEG = Buffer.from('ffd8ff', 'hex');

/**
 * Checks a whole image. SECURITY: pdfkit decodes a PNG in a callback, where an error of a damaged file would end the process.
 * @throws KeydeskError logo-unusable
 */
export async function refuseUnusable(content: Buffer): Promise<void> {
  if (content.length > MAX_LOGO) throw unusable('logo-large');
  if (content.subarray(0, PNG.length).equals(PNG)) return refuseDamagedPng(content);
  if (!content.subarray(0, JPEG.length).equals(JPEG)) throw unusable('logo-kind');
  // Imported only here, because it is large, and every start would load it.
  const { default: PDFDocument } = await import('pdfkit');
  try {
    const { width, height } = openImage(new PDFDocument({ autoFirstPage: false }), content);
    refuseSides(width, height);
  } catch (error) {
    throw error instanceof KeydeskError ? error : unusable('logo-damaged', error);
  }
}

/** Samples per pixel of each color type. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Walks through all chunks, and inflates the pixels to exactly their size (https://www.w3.org/TR/png-3/). */
function refuseDamagedPng(content: Buffer): void {
  const chunks = chunksOf(content);
  const [header] = chunks;
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw unusable('logo-damaged');
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
  const [depth = 0, color = 0, , , interlace] = header.data.subarray(8);
  refuseSides(width, height);
  if (interlace !== 0) throw unusable('logo-interlaced');
  const samples = SAMPLES[color];
  const depths = color === 3 ? [1, 2, 4, 8] : color === 0 ? [1, 2, 4, 8, 16] : [8, 16];
  if (samples === undefined || !depths.includes(depth)) throw unusable('logo-damaged');
  if (color === 3 && !chunks.some(({ type, data }) => type === 'PLTE' && data.length >= 3))
    throw unusable('logo-damaged');
  const size = height * (1 + Math.ceil((width * samples * depth) / 8));
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  try {
    if (inflateSync(packed, { maxOutputLength: size }).length !== size) throw unusable('logo-damaged');
  } catch (cause) {
    throw unusable('logo-damaged', cause);
  }
}

function chunksOf(content: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = PNG.length; at + 12 <= content.length; ) {
    const [length, type] = [content.readUInt32BE(at), content.toString('latin1', at + 4, at + 8)];
    if (at + 12 + length > content.length) throw unusable('logo-damaged');
    chunks.push({ type, data: content.subarray(at + 8, at + 8 + length) });
    if (type === 'IEND') return chunks;
    at += 12 + length;
  }
  throw unusable('logo-damaged');
}

function refuseSides(width: number, height: number): void {
  if (width < 1 || height < 1) throw unusable('logo-damaged');
  if (width > MAX_LOGO_SIDE || height > MAX_LOGO_SIDE) throw unusable('logo-sides');
}

function unusable(reason: string, cause?: unknown): KeydeskError {
  return new KeydeskError('logo-unusable', { reason, side: MAX_LOGO_SIDE }, { cause });
}
