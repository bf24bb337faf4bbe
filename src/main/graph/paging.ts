import { createHash } from 'node:crypto';
import { KeydeskError } from '../../contract/errors.ts';
import { hasCode } from '../../contract/failure.ts';

/**
 * Pages in a row that may bring nothing new. Graph's documentation announces empty pages with a next link, so a few of them
 * are no fault; this many in a row lead nowhere.
 */
const MOST_BARREN = 100;

/** A page, as far as paging looks at it. */
interface Page {
  readonly items: readonly unknown[];
  readonly next: string | undefined;
}

/** Remembers the pages of one list, so that links in a circle and pages without end are noticed. */
export class PageTrail {
  readonly #links = new Set<string>();
  readonly #pages = new Set<string>();
  #barren = 0;

  /**
   * Notes a page before its next link is followed.
   * @throws KeydeskError graph-paging-stuck where that link was followed before, or pages bring nothing new again and again
   */
  note({ items, next }: Page): void {
    if (next === undefined) return;
    const link = digest(next);
    const known = items.length === 0 || !added(this.#pages, fingerprint(items));
    this.#barren = known ? this.#barren + 1 : 0;
    if (!added(this.#links, link)) throw new KeydeskError('graph-paging-stuck', { why: 'circle' });
    if (this.#barren >= MOST_BARREN) throw new KeydeskError('graph-paging-stuck', { why: 'nothing-new' });
  }
}

/** How often a list is begun again because a link of it expired on the way. */
const RESTARTS = 1;

/**
 * Reads a list to its end. Where a link expires on the way, the list is begun once more.
 * @param read one page: the first without a link, the others by the link of the page before
 * @throws KeydeskError graph-paging-stuck, graph-page-expired, and what `read` throws
 */
export async function everyItem<T>(
  read: (link: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await readThrough(read);
    } catch (error) {
      if (!hasCode(error, 'graph-page-expired') || attempt >= RESTARTS) throw error;
    }
  }
}

async function readThrough<T>(
  read: (link: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const trail = new PageTrail();
  const all: T[] = [];
  for (let link: string | undefined; ; ) {
    const page = await read(link);
    // Not by spreading: so many arguments would overflow the stack.
    for (const item of page.items) all.push(item);
    if (page.next === undefined) return all;
    trail.note(page);
    link = page.next;
  }
}

/** Two pages with the same number of entries, the same first and the same last one are taken to be the same. */
function fingerprint(items: readonly unknown[]): string {
  return digest(JSON.stringify([items.length, items[0], items.at(-1)]));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function added(set: Set<string>, value: string): boolean {
  const { size } = set;
  return set.add(value).size > size;
}
