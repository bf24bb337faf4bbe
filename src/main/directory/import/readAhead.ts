import { Readable } from 'node:stream';
import type { DeltaCalls } from '../../graph/delta.ts';
import type { ImportPage, ImportPosition, PageEnd, PhaseStart } from '../database/writer.ts';

/**
 * How many pages may wait for the writer: enough that Graph and the writer, each slower than the other in its turn, do not
 * wait for each other.
 */
const PAGES = 30;

/** Hands a page to the writer; gives where the import stands after it. */
export type WritePage = (page: ImportPage, end: PageEnd) => Promise<ImportPosition | undefined>;

interface Written {
  /** @throws KeydeskError of what kept the page from coming or from being written */
  readonly position: Promise<ImportPosition | undefined>;
}

export interface PagesAhead {
  /** The next page, as it is being written; undefined after the last one. */
  next(): Promise<Written | undefined>;
  close(): void;
}

/** Reads what is left of an import page after page and hands each to the writer, ahead of whoever waits for them. */
export function readAhead(
  delta: DeltaCalls,
  { phase, link, later }: Pick<ImportPosition, 'phase' | 'link' | 'later'>,
  write: WritePage,
  signal: AbortSignal,
): PagesAhead {
  const closed = new AbortController();
  const either = AbortSignal.any([signal, closed.signal]);
  const stream = Readable.from(pages(delta, [{ phase, link }, ...later], write, either), { highWaterMark: PAGES });
  const iterator: AsyncIterator<Written, undefined> = stream[Symbol.asyncIterator]();
  return {
    next: async () => (await iterator.next()).value,
    close: () => {
      closed.abort();
      stream.destroy();
    },
  };
}

/** An error is an item, because a stream that fails drops what it holds. */
async function* pages(
  delta: DeltaCalls,
  phases: readonly PhaseStart[],
  write: WritePage,
  signal: AbortSignal,
): AsyncGenerator<Written> {
  for (const { phase, link: first } of phases) {
    for (let link = first; ; ) {
      const read = delta[phase](link, { signal });
      const position = read.then(({ items, next, delta }) => write({ phase, items } as ImportPage, { next, delta }));
      // Told by whoever takes the item.
      position.catch(() => undefined);
      const page = await read.catch(() => undefined);
      yield { position };
      if (page === undefined) return;
      if (page.next === undefined) break;
      link = page.next;
    }
  }
}
