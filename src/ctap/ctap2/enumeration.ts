import { isStatus } from '../errors.ts';
import type { Members } from './members.ts';

/** How a key contradicts itself in a list. The items that it listed are still valid. */
export type ListOddity =
  /** The key reported a higher total than it listed. */
  | 'total-too-high'
  /** The key reported no total, or reported zero and listed one. */
  | 'total-missing'
  /** The key listed one item twice. */
  | 'item-repeated'
  /** An item lacks its identifier. It is skipped if the identifier cannot be derived. */
  | 'item-unreadable'
  /** A name is not text. */
  | 'name-unreadable'
  /** The total number of credentials on the key differs from the number that it lists. */
  | 'count-differs';

/** Lists items with one command that begins the list and one that returns the next item (CTAP 2.3, 6.8). */
export interface Enumeration<T> {
  /** Returns the first item and the total, or undefined if the key answers that it has none. */
  readonly begin: () => Promise<Members | undefined>;
  readonly next: () => Promise<Members>;
  readonly totalKey: number;
  /** Returns undefined for an item without an identifier. */
  readonly parse: (m: Members) => T | undefined;
  readonly identify: (item: T) => string;
}

/** SECURITY: limits the length of a list. No key has room for so many items. */
const MOST_ITEMS = 5000;
/** Maximum number of times that a list is begun. A command of any other program interrupts it. */
const MOST_ATTEMPTS = 5;

/**
 * Returns all items that the key listed. If a list ends before its total, it is begun again. If it ends at the same
 * item twice, the total is wrong.
 * @throws CtapError errors of `begin`, and errors that are not a status of the key: transport failures, damaged answers
 */
export async function enumerate<T>(enumeration: Enumeration<T>, note: (oddity: ListOddity) => void): Promise<T[]> {
  let longest: Pass<T> | undefined;
  let length = -1;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const pass = await onePass(enumeration);
    if (longest === undefined || pass.items.length >= longest.items.length) longest = pass;
    if (!pass.oddities.has('total-too-high') || pass.received === length) break;
    length = pass.received;
  }
  for (const oddity of longest?.oddities ?? []) note(oddity);
  return longest?.items ?? [];
}

interface Pass<T> {
  readonly items: T[];
  readonly oddities: Set<ListOddity>;
  received: number;
}

async function onePass<T>({ begin, next, totalKey, parse, identify }: Enumeration<T>): Promise<Pass<T>> {
  const pass: Pass<T> = { items: [], oddities: new Set(), received: 0 };
  const seen = new Set<string>();
  /** Returns false for an item that was listed before, because the key then repeats its list endlessly. */
  const take = (m: Members): boolean => {
    pass.received++;
    const item = parse(m);
    if (item === undefined) {
      pass.oddities.add('item-unreadable');
      return true;
    }
    const identity = identify(item);
    if (seen.has(identity)) {
      pass.oddities.add('item-repeated');
      return false;
    }
    seen.add(identity);
    pass.items.push(item);
    return true;
  };

  const first = await begin();
  if (first === undefined || first.keys().every(key => key === totalKey)) {
    if ((totalOf(first, totalKey) ?? 0) > 0) pass.oddities.add('total-too-high');
    return pass;
  }
  const told = totalOf(first, totalKey) || undefined;
  if (told === undefined) pass.oddities.add('total-missing');
  let goesOn = take(first);
  while (goesOn && pass.received < (told ?? MOST_ITEMS) && pass.received < MOST_ITEMS) {
    try {
      goesOn = take(await next());
    } catch (error) {
      // Keys end a list with NOT_ALLOWED, NO_CREDENTIALS and other statuses.
      if (!isStatus(error)) throw error;
      goesOn = false;
    }
  }
  if (told !== undefined && pass.received < told) pass.oddities.add('total-too-high');
  return pass;
}

function totalOf(first: Members | undefined, totalKey: number): number | undefined {
  try {
    return first?.count(totalKey, 'total');
  } catch {
    // An unreadable total counts as a missing one: the list continues until the key ends it.
    return undefined;
  }
}
