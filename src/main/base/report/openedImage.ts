import type PDFDocument from 'pdfkit';

type Document = InstanceType<typeof PDFDocument>;

/** An image that was opened once, and can be drawn on all pages. */
export interface OpenedImage {
  readonly width: number;
  readonly height: number;
}

/** Opens a PNG or JPEG file. The types of pdfkit lack this function. @throws Error for other and damaged files */
export function openImage(document: Document, content: Buffer): OpenedImage {
  return (document as unknown as { openImage(content: Buffer): OpenedImage }).openImage(content);
}
