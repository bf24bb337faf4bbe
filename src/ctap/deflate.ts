/** Compresses with DEFLATE without a header (RFC 1951), by the Compression Streams of the web platform. */
export async function deflate(data: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await new Response(through(data, new CompressionStream('deflate-raw'))).arrayBuffer());
}

/** Decompresses data to exactly `size` bytes. Returns undefined for any other size and for damaged data. */
export async function inflate(data: Uint8Array, size: number): Promise<Uint8Array | undefined> {
  const whole = new Uint8Array(size);
  let length = 0;
  try {
    for await (const chunk of through(data, new DecompressionStream('deflate-raw'))) {
      // SECURITY: a few bytes can decompress to gigabytes. Stops at the announced size.
      if (length + chunk.length > size) return undefined;
      whole.set(chunk, length);
      length += chunk.length;
    }
  } catch {
    // The data is damaged, or compressed in another way. The caller treats it as a missing large blob.
    return undefined;
  }
  return length === size ? whole : undefined;
}

function through(
  data: Uint8Array,
  transform: ReadableWritablePair<Uint8Array<ArrayBuffer>, BufferSource>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([new Uint8Array(data)]).stream().pipeThrough(transform);
}
