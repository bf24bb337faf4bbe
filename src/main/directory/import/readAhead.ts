import { Readable } from 'node:stream';
import type { ImportPhase } from '../../../contract/directory.ts';
import type { DeltaCalls } from '../../graph/delta.ts';
import type { ImportPage, PageEnd } from '../database/writer.ts';

/** What may wait to be written: a commit takes as long as some pages, and Graph should be at work meanwhile. */
const PAGES = 3;

interface Reading {
  readonly page: ImportPage;
  readonly end: PageEnd;
}

export interface PagesAhead {
  /** What keeps a page from coming is told when all before it are taken. @throws KeydeskError graph-…, cancelled */
  next(): Promise<Reading>;
  close(): void;
}

/** Reads one phase of an import page after page, some pages ahead of whoever takes them. */
export function readAhead(
  delta: DeltaCalls,
  phase: ImportPhase,
  link: string | undefined,
  signal: AbortSignal,
): PagesAhead {
  const stream = Readable.from(readings(delta, phase, link, signal), { highWaterMark: PAGES });
  const iterator: AsyncIterator<Reading | { error: unknown }> = stream[Symbol.asyncIterator]();
  return {
    next: async () => {
      const { value } = await iterator.next();
      if ('error' in value) throw value.error;
      return value;
    },
    close: () => void stream.destroy(),
  };
}

/** An error is an item, because a stream that fails drops what it holds. */
async function* readings(
  delta: DeltaCalls,
  phase: ImportPhase,
  first: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Reading | { error: unknown }> {
  try {
    for (let link = first; ; ) {
      const { items, next, delta: nextRound } = await delta[phase](link, { signal });
      yield { page: { phase, items } as ImportPage, end: { next, delta: nextRound } };
      if (next === undefined) return;
      link = next;
    }
  } catch (error) {
    yield { error };
  }
}
