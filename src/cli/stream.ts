/** Returns the first value of a stream, and ends the stream. */
export async function firstOf<T>(stream: AsyncIterableIterator<T>): Promise<T> {
  for await (const value of stream) return value;
  throw new Error('the stream ended before its first value');
}
