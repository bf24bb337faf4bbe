/** The first value of a stream, which is then ended. */
export async function firstOf<T>(stream: AsyncIterableIterator<T>): Promise<T> {
  for await (const value of stream) return value;
  throw new Error('the stream ended before its first value');
}
