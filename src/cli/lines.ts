import type { Readable } from 'node:stream';
import { decodeLeniently, decodeText } from '../main/base/decodeText.ts';

/** SECURITY: a stream without line ends must not fill the memory. In bytes. */
const MOST = 1 << 20;
const LINE_END = /\r\n|\n|\r/;

/**
 * Reads the first lines of a stream, without their line ends; fewer where it ends before. Stops reading as soon as it has
 * them: the other end may stay open. The encoding follows the byte order mark.
 * @throws KeydeskError invalid-input where the bytes are no text; the reason of `signal` when it aborts
 */
export async function readLines(input: Readable, count: number, signal: AbortSignal): Promise<string[]> {
  const chunks: Buffer[] = [];
  let length = 0;
  signal.throwIfAborted();
  // Destroying the stream ends the loop below, and lets the process end though the other end stays open.
  const aborted = () => input.destroy();
  signal.addEventListener('abort', aborted, { once: true });
  try {
    for await (const chunk of input) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      length += bytes.length;
      // The last line is whole only when something follows it.
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
  // A line end at the very end begins no other line.
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
