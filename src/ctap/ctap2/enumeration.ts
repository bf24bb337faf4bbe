import { isStatus } from '../errors.ts';
import type { Members } from './members.ts';

/** How a key contradicts itself in what it lists; none of it makes the items that came worth less. */
export type ListOddity =
  /** It said how many there are, and gave fewer. */
  | 'total-too-high'
  /** It did not say how many there are, or said none and gave one. */
  | 'total-missing'
  /** It gave one twice. */
  | 'item-repeated'
  /** One lacks what tells it from the others, and is left out where that cannot be worked out. */
  | 'item-unreadable'
  /** A name is not text. */
  | 'name-unreadable'
  /** The number of all credentials that it holds is not the number of those that it lists. */
  | 'count-differs';

/** One way through a list of the key's, by a command that begins and one that goes on (CTAP 2.3, 6.8). */
export interface Enumeration<T> {
  /** Gives the first item and the total; undefined where the key says that it has none. */
  readonly begin: () => Promise<Members | undefined>;
  readonly next: () => Promise<Members>;
  readonly totalKey: number;
  /** Undefined for an item that cannot be told from others. */
  readonly parse: (m: Members) => T | undefined;
  readonly identify: (item: T) => string;
}

/** SECURITY: a key that always has one more is stopped; none has room for so many. */
const MOST_ITEMS = 5000;
/** Times that a list is begun: any other program's command ends it in the middle. */
const MOST_ATTEMPTS = 5;

/**
 * Lists what came. One that ends before its total is begun again; when it ends at the same place twice, the total is wrong.
 * @throws CtapError what `begin` throws, and what is not a status of the key's: transport failures, damaged answers
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
  /** False for an item that came before: the key goes round in circles. */
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
      // Keys end a list with NOT_ALLOWED, NO_CREDENTIALS and others.
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
    // An unreadable total counts as a missing one: the list goes on until the key ends it.
    return undefined;
  }
}
