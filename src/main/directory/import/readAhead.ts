import { Readable } from 'node:stream';
import type { DeltaCalls } from '../../graph/delta.ts';
import { PageTrail } from '../../graph/paging.ts';
import type { ImportPage, ImportPosition, PageEnd, PhaseStart } from '../database/writer.ts';
import { patiently, type TellWait, type Wait } from './patience.ts';

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

export interface ReaderParts {
  readonly delta: DeltaCalls;
  readonly write: WritePage;
  readonly wait: Wait;
  readonly tellWait: (phase: PhaseStart['phase'], ...until: Parameters<TellWait>) => void;
  readonly signal: AbortSignal;
}

/** Reads what is left of an import page after page and hands each to the writer, ahead of whoever waits for them. */
export function readAhead(
  parts: ReaderParts,
  { phase, link, later }: Pick<ImportPosition, 'phase' | 'link' | 'later'>,
): PagesAhead {
  const closed = new AbortController();
  const signal = AbortSignal.any([parts.signal, closed.signal]);
  const stream = Readable.from(pages({ ...parts, signal }, [{ phase, link }, ...later]), { highWaterMark: PAGES });
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
async function* pages(parts: ReaderParts, phases: readonly PhaseStart[]): AsyncGenerator<Written> {
  const { write, signal } = parts;
  for (const { phase, link: first } of phases) {
    const trail = new PageTrail();
    for (let link = first; ; ) {
      const read = readPage(parts, phase, link, trail);
      const position = read.then(({ items, leftOut, next, delta }) => {
        // A page that arrives after its reader was closed has no place any more.
        signal.throwIfAborted();
        return write({ phase, items, leftOut } as ImportPage, { next, delta });
      });
      // Told by whoever takes the item.
      position.catch(() => undefined);
      // The same error as that of `position`.
      const page = await read.catch(() => undefined);
      yield { position };
      if (page === undefined) return;
      if (page.next === undefined) break;
      link = page.next;
    }
  }
}

/** @throws KeydeskError graph-paging-stuck, graph-… */
async function readPage(
  { delta, wait, tellWait, signal }: ReaderParts,
  phase: PhaseStart['phase'],
  link: string | undefined,
  trail: PageTrail,
) {
  const read = () => delta[phase](link, { signal });
  const page = await patiently(read, { signal, wait, tell: until => tellWait(phase, until) });
  trail.note(page);
  return page;
}
