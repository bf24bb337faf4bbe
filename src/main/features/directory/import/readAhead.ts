import { Readable } from 'node:stream';
import type { DeltaCalls, GroupNews, Registration, UserNews } from '../../../services/graph/delta.ts';
import { type ListLimits, PageTrail, textLength } from '../../../services/graph/paging.ts';
import type { ImportPage, ImportPosition, PageEnd, PhaseStart } from '../database/importPosition.ts';
import { patiently, type TellWait, type Wait } from './patience.ts';

/**
 * Maximum number of pages that wait for the writer. With this many, Graph and the writer do not wait for each other when one of them is
 * slow for a moment.
 */
const PAGES = 30;
/** Maximum number of characters in waiting pages: two answers of the largest size. Thirty ordinary pages have fewer. */
const MOST_WAITING = 32_000_000;

export type ImportLimits = Readonly<Record<PhaseStart['phase'], ListLimits>>;

/**
 * Limits above which a list counts as endless. The largest tenants have a few million users, each in some dozens of groups. Graph sends 100
 * entries per page or more.
 */
const LIMITS: ImportLimits = {
  users: { entries: 20_000_000, pages: 400_000 },
  groups: { entries: 200_000_000, pages: 400_000 },
  registrations: { entries: 20_000_000, pages: 400_000 },
};

/** Passes a page to the writer. Returns the position of the import after it. */
export type WritePage = (page: ImportPage, end: PageEnd) => Promise<ImportPosition | undefined>;

interface Written {
  /** The position after this page. @throws KeydeskError the error of reading or writing the page */
  readonly position: Promise<ImportPosition | undefined>;
}

export interface PagesAhead {
  /** Returns the next page while it is being written; undefined after the last one. */
  next(): Promise<Written | undefined>;
  close(): void;
}

export interface ReaderParts {
  readonly delta: DeltaCalls;
  readonly write: WritePage;
  readonly wait: Wait;
  readonly tellWait: (phase: PhaseStart['phase'], ...wait: Parameters<TellWait>) => void;
  readonly signal: AbortSignal;
  /** For tests: smaller limits. */
  readonly limits?: ImportLimits | undefined;
}

/** Reads the remaining pages of an import and passes each to the writer, ahead of the caller of `next`. */
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

/** Yields all pages. An error is yielded as an item, because a stream that fails drops its queue. */
async function* pages(parts: ReaderParts, phases: readonly PhaseStart[]): AsyncGenerator<Written> {
  const { write, signal, limits = LIMITS } = parts;
  let waiting = 0;
  for (const { phase, link: first } of phases) {
    const trail = new PageTrail(limits[phase]);
    for (let link = first; ; ) {
      const read = readPage(parts, phase, link, trail);
      const position = read.then(({ items, leftOut, next, delta }) => {
        // After the reader was closed, a page must not be written any more.
        signal.throwIfAborted();
        return write({ phase, items, leftOut } as ImportPage, { next, delta });
      });
      // The receiver of the item gets the error.
      position.catch(() => undefined);
      // The same error as that of `position`.
      const page = await read.catch(() => undefined);
      yield { position };
      if (page === undefined) return;
      const length = textLength(page.items);
      waiting += length;
      // The receiver of the position gets its error.
      const written = position.catch(() => undefined).then(() => (waiting -= length));
      // SECURITY: thirty pages of the largest size would take more than a gigabyte of memory.
      if (waiting > MOST_WAITING) await written;
      if (page.next === undefined) break;
      link = page.next;
    }
  }
}

/** Reads one page. @throws KeydeskError graph-paging-stuck, graph-… */
async function readPage(
  { delta, wait, tellWait, signal }: ReaderParts,
  phase: PhaseStart['phase'],
  link: string | undefined,
  trail: PageTrail,
) {
  const read = () => delta[phase](link, { signal });
  const page = await patiently(read, { signal, wait, tell: pause => tellWait(phase, pause) });
  trail.note(page, entriesOf(page.items));
  return page;
}

/** Returns the number of entries in a page. Members of groups count too, because they make a list of groups long. */
function entriesOf(items: readonly (UserNews | GroupNews | Registration)[]): number {
  return items.reduce((sum, item) => sum + 1 + ('members@delta' in item ? (item['members@delta']?.length ?? 0) : 0), 0);
}
