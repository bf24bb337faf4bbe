import { createHash } from 'node:crypto';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';

/**
 * Pages in a row that may bring nothing new. Graph's documentation announces empty pages with a next link, so a few of them
 * are no fault; this many in a row lead nowhere.
 */
const MOST_BARREN = 100;

/** What no list of a real tenant reaches. SECURITY: a server that sends ever new pages cannot fill the memory or keep an import from ending. */
export interface ListLimits {
  readonly entries: number;
  readonly pages: number;
  /** Characters of the entries that are kept, where all of them are kept in memory. */
  readonly text?: number;
}

/**
 * For lists about one user, which are kept in memory. Entra advises 20 passkeys a user, and users are in a few thousand groups at
 * most. All pages together may be as large as a single answer.
 */
const SHORT_LIST: ListLimits = { entries: 100_000, pages: 1000, text: 16_000_000 };

/**
 * After so many pages they must have had so many entries on average. Graph sends about 100 users or more a page; pages that
 * stay smaller for so long are no directory.
 */
const SPARSE = { pages: 10_000, entriesPerPage: 50 };

/** A page, as far as paging looks at it. */
interface Page {
  readonly items: readonly unknown[];
  readonly next: string | undefined;
}

/** Remembers the pages of one list, so that links in a circle and pages without end are noticed. */
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
   * Notes a page before its next link is followed.
   * @param entries how many entries the page counts for, where its items hold lists themselves
   * @throws KeydeskError graph-paging-stuck if that link was followed before, pages bring nothing new again and again, or the list
   * is longer than that of any tenant
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

/** How often a list is begun again because a link of it expired on the way. */
const RESTARTS = 1;

/**
 * Reads a short list to its end. If a link expires on the way, the list is read again from the beginning, once.
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
  const trail = new PageTrail(SHORT_LIST);
  const all: T[] = [];
  for (let link: string | undefined; ; ) {
    const page = await read(link);
    trail.note(page);
    // Not by spreading: so many arguments would overflow the stack.
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

/** Two pages with the same number of entries, the same first and the same last one are taken to be the same. */
function fingerprint(items: readonly unknown[]): string {
  return digest(JSON.stringify([items.length, items[0], items.at(-1)]));
}

/** 96 bits tell the pages of a list apart, in half the memory of the whole hash. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest().toString('base64url', 0, 12);
}

function added(set: Set<string>, value: string): boolean {
  const { size } = set;
  return set.add(value).size > size;
}
