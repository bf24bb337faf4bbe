import type { Readable } from 'node:stream';
import { decodeLeniently, decodeText } from '../main/base/decodeText.ts';

/** SECURITY: a stream without line breaks must not fill the memory. In bytes. */
const MOST = 1 << 20;
const LINE_END = /\r\n|\n|\r/;

/**
 * Reads the first lines of a stream, without their line breaks. Returns fewer lines if the stream ends before. Stops
 * reading as soon as it has them, because the other end may stay open. The byte order mark decides the encoding.
 * @throws KeydeskError invalid-input if the bytes are not text; the reason of `signal` if it aborts
 */
export async function readLines(input: Readable, count: number, signal: AbortSignal): Promise<string[]> {
  const chunks: Buffer[] = [];
  let length = 0;
  signal.throwIfAborted();
  // Destroying the stream ends the loop below. The process can then end even if the other end stays open.
  const aborted = () => input.destroy();
  signal.addEventListener('abort', aborted, { once: true });
  try {
    for await (const chunk of input) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      length += bytes.length;
      // The last line is complete only if something follows it.
      if (length > MOST || linesOf(decodeLeniently(Buffer.concat(chunks))).length > count) break;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', aborted);
  }
  signal.throwIfAborted();
  return linesOf(decodeText(Buffer.concat(chunks))).slice(0, count);
}

function linesOf(text: string): string[] {
  const lines = text.split(LINE_END);
  // A line break at the end does not begin another line.
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
