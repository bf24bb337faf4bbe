/** Bytes per part. Base64 of a multiple of 3 bytes has no padding, so that parts can be joined. */
const PART = 48 * 1024;

/** Returns bytes as base64 parts that can be joined. */
export async function* base64Parts(bytes: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<string> {
  let waiting: Buffer = Buffer.alloc(0);
  for await (const more of bytes) {
    waiting = Buffer.concat([waiting, more]);
    while (waiting.length >= PART) {
      yield waiting.subarray(0, PART).toString('base64');
      waiting = waiting.subarray(PART);
    }
  }
  yield waiting.toString('base64');
}

/**
 * Writes a PDF and returns its bytes as they are ready.
 * @param write draws all pages, and ends the document
 */
export async function* pdfBytes(document: PDFKit.PDFDocument, write: () => Promise<void>): AsyncGenerator<Buffer> {
  const writing = write().catch(error => void document.destroy(error as Error));
  yield* document as AsyncIterable<Buffer>;
  await writing;
}
