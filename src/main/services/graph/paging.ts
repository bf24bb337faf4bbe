import { createHash } from 'node:crypto';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';

/**
 * Maximum number of consecutive pages without new entries. Graph's documentation announces empty pages with a next
 * link, so a few of them are allowed.
 */
const MOST_BARREN = 100;

/**
 * Limits that no list of a real tenant reaches. SECURITY: a server that sends endless pages cannot fill the memory or
 * keep an import from ending.
 */
export interface ListLimits {
  readonly entries: number;
  readonly pages: number;
  /** Maximum number of characters of all entries, for lists that are held in memory. */
  readonly text?: number;
}

/**
 * For lists about one user, which are held in memory. Entra advises at most 20 passkeys per user, and users are in a
 * few thousand groups at most. All pages together may be as large as one response.
 */
const SHORT_LIST: ListLimits = { entries: 100_000, pages: 1000, text: 16_000_000 };

/**
 * After this many pages, pages must have this many entries on average. Graph sends about 100 users or more per page, so
 * a list with smaller pages is not a directory.
 */
const SPARSE = { pages: 10_000, entriesPerPage: 50 };

/** The part of a page that paging needs. */
interface Page {
  readonly items: readonly unknown[];
  readonly next: string | undefined;
}

/** Remembers the pages of one list, so that circular links and endless pages are detected. */
export class PageTrail {
  readonly #limits: ListLimits;
  readonly #links = new Set<string>();
  readonly #pages = new Set<string>();
  #barren = 0;
  #count = 0;
  #entries = 0;
  #text = 0;

  constructor(limits: ListLimits) {
    this.#limits = limits;
  }

  /**
   * Records a page before its next link is followed.
   * @param entries The number of entries that the page counts for, if its items contain lists
   * @throws KeydeskError graph-paging-stuck if that link was followed before, too many pages have nothing new, or the
   * list is longer than that of any tenant
   */
  note({ items, next }: Page, entries = items.length): void {
    this.#checkLength(items, entries);
    if (next === undefined) return;
    const known = items.length === 0 || !added(this.#pages, fingerprint(items));
    this.#barren = known ? this.#barren + 1 : 0;
    if (!added(this.#links, digest(next))) throw new KeydeskError('graph-paging-stuck', { why: 'circle' });
    if (this.#barren >= MOST_BARREN) throw new KeydeskError('graph-paging-stuck', { why: 'nothing-new' });
  }

  #checkLength(items: readonly unknown[], entries: number): void {
    const { text = Number.POSITIVE_INFINITY, ...most } = this.#limits;
    this.#count++;
    this.#entries += entries;
    if (Number.isFinite(text)) this.#text += textLength(items);
    const sparse = this.#count > SPARSE.pages && this.#entries < this.#count * SPARSE.entriesPerPage;
    if (sparse || this.#count > most.pages || this.#entries > most.entries || this.#text > text) {
      throw new KeydeskError('graph-paging-stuck', { why: 'too-long', pages: this.#count, entries: this.#entries });
    }
  }
}

/** How often a list is restarted if one of its links expires. */
const RESTARTS = 1;

/**
 * Reads a short list to its end. If a link expires, it reads the list once more from the beginning.
 * @param read Reads one page: the first without a link, the others with the link of the page before
 * @throws KeydeskError graph-paging-stuck, graph-page-expired, and errors of `read`
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
  const trail = new PageTrail(SHORT_LIST);
  const all: T[] = [];
  for (let link: string | undefined; ; ) {
    const page = await read(link);
    trail.note(page);
    // A spread with so many arguments would overflow the stack.
    for (const item of page.items) all.push(item);
    if (page.next === undefined) return all;
    link = page.next;
  }
}

/** Returns about how many characters a value from JSON takes. */
export function textLength(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let sum = 2;
  for (const member of Object.values(value)) sum += textLength(member);
  return sum;
}

/**
 * Returns a fingerprint of a page. Pages with the same number of entries, the same first and the same last entry count
 * as equal.
 */
function fingerprint(items: readonly unknown[]): string {
  return digest(JSON.stringify([items.length, items[0], items.at(-1)]));
}

/** 96 bits are enough to distinguish the pages of a list, and take half the memory of the whole hash. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest().toString('base64url', 0, 12);
}

function added(set: Set<string>, value: string): boolean {
  const { size } = set;
  return set.add(value).size > size;
}
