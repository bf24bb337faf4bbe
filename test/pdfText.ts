import { join } from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A page as an independent reader shows it. Sizes and places are in points, from the upper left corner. */
export interface ReadPage {
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly pieces: readonly {
    readonly text: string;
    readonly left: number;
    readonly right: number;
    readonly bottom: number;
  }[];
}

const fonts = `${join(import.meta.dirname, '../node_modules/pdfjs-dist/standard_fonts')}/`;

/** Reads a PDF with pdf.js, the reader of Firefox. @throws PasswordException for a missing or wrong passphrase */
export async function readPdf(content: Uint8Array, password?: string): Promise<ReadPage[]> {
  const loading = getDocument({
    data: new Uint8Array(content),
    verbosity: 0,
    standardFontDataUrl: fonts,
    ...(password === undefined ? {} : { password }),
  });
  const document = await loading.promise;
  const pages: ReadPage[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const found = items.flatMap(item => ('str' in item ? [item] : []));
    const pieces = found.map(({ str, transform, width: wide }) => ({
      text: str,
      left: Number(transform[4]),
      right: Number(transform[4]) + wide,
      bottom: height - Number(transform[5]),
    }));
    pages.push({ width, height, text: found.map(({ str, hasEOL }) => str + (hasEOL ? '\n' : '')).join(''), pieces });
  }
  await loading.destroy();
  return pages;
}

/** Joins a stream of base64 parts. */
export async function joined(parts: AsyncIterable<string>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(Buffer.from(part, 'base64'));
  return Buffer.concat(all);
}
