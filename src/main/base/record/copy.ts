import type { Writable } from 'node:stream';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { RecordClient } from './connect.ts';

/** How long a copy may take, in ms. The limit of other statements counts from their beginning, and a large table takes longer. */
const MOST = 24 * 3_600_000;
/** How long to wait for more of it, in ms. A connection that a firewall dropped sends nothing. */
const SILENCE = 60_000;

/** Reads the result of a query by COPY, the fastest way out of PostgreSQL. @throws errors of PostgreSQL */
export async function* copyOut(client: RecordClient, query: string): AsyncGenerator<Buffer> {
  const stream: Limited<ReturnType<typeof copyTo>> = Object.assign(copyTo(`COPY (${query}) TO STDOUT`), limit);
  client.query(stream);
  const watch = () => setTimeout(() => stream.destroy(new Error('timeout: the record sends nothing more')), SILENCE);
  let timer = watch();
  try {
    for await (const chunk of stream) {
      clearTimeout(timer);
      yield chunk;
      timer = watch();
    }
  } finally {
    clearTimeout(timer);
    // pg waits for this call, and would end the stream by its time limit although it is at its end.
    stream.callback?.();
  }
}

/** Returns a stream that writes lines of a copy to a table. @param into The table and its columns, as SQL */
export function copyInto(client: RecordClient, into: string): Writable {
  return client.query(Object.assign(copyFrom(`COPY ${into} FROM STDIN`), limit));
}

/** What pg reads of a query that is a stream: its time limit, and what to call at the end, which pg sets. */
const limit = { query_timeout: MOST };
type Limited<T> = T & typeof limit & { callback?: () => void };
