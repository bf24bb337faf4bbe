import type { Writable } from 'node:stream';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { RecordClient } from './connect.ts';

/** How long a table that is read may bring nothing, in ms. The server may have to sort it first. */
const SILENT = 60_000;
/** How long writing a table may take, in ms. */
const WRITING = 30 * 60_000;
/** More than any time that pg's own timer can wait for. The timer is for a whole statement, and a large table takes long. */
const NEVER = 2 ** 31 - 1;

/** Reads a table by COPY, the fastest way out of PostgreSQL. @throws errors of pg; Error if the server is silent for too long */
export async function* copyOut(client: RecordClient, statement: string): AsyncGenerator<Buffer> {
  const stream = client.query(Object.assign(copyTo(statement), { query_timeout: NEVER, callback: () => undefined }));
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const next = await inTime(chunks.next(), SILENT);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Ends the timer of pg, which would keep the process alive. pg-copy-streams does so only for what is written.
    stream.callback();
  }
}

/** Returns a stream that writes to a table by COPY. */
export function copyIn(client: RecordClient, statement: string): Writable {
  return client.query(Object.assign(copyFrom(statement), { query_timeout: WRITING }));
}

async function inTime<T>(work: Promise<T>, time: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('timeout: the server sends nothing')), time);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // After a timeout, nobody waits for it any more.
    work.catch(() => undefined);
  }
}
