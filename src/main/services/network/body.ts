import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { NetworkFault } from './fault.ts';

/** The encodings that Keydesk accepts. */
export const ACCEPTED = 'gzip, br';

/**
 * SECURITY: one encoding at most. A server has no reason to compress twice, and nested bombs cost more than their
 * bytes.
 */
const decoders: Readonly<Record<string, (() => Transform) | undefined>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Reads and decompresses a complete body. SECURITY: the limit applies to decompressed bytes and is checked while
 * reading, so that 300 kB of gzip cannot become 2 GB of memory. A limit on the ratio would add nothing, and would
 * refuse long lists of similar entries.
 * @param most Maximum number of bytes
 * @throws NetworkFault too-large, malformed; errors of the stream
 */
export async function readBody(response: IncomingMessage, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  // An error in the loop destroys the stream and closes the connection.
  for await (const part of decoded(response) as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > most) throw new NetworkFault('too-large', { sent: true, reason: 'size' });
    parts.push(part);
  }
  return Buffer.concat(parts, length);
}

function decoded(response: IncomingMessage): Readable {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return response;
  const decoder = decoders[encoding];
  if (decoder === undefined) throw new NetworkFault('malformed', { sent: true, reason: 'CONTENT_ENCODING' });
  return pipeline(response, decoder(), () => undefined);
}
