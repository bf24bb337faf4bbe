import { z } from 'zod';

/** The readable entries of a page, and the number of unreadable ones, including members of groups. */
interface Entries<T> {
  readonly items: readonly T[];
  readonly leftOut: number;
}

/**
 * Parses the entries of a page one by one, so that one invalid entry does not block thousands of others. Numbers
 * instead of text are read as text: an employee id may be a number. Leaves out and counts entries that are still
 * unreadable.
 */
export function entriesOf<T>(entries: readonly unknown[], schema: z.ZodType<T>): Entries<T> {
  const items: T[] = [];
  let leftOut = 0;
  for (const entry of entries) {
    const read = schema.safeParse(entry);
    if (read.success) items.push(read.data);
    else {
      const mended = mend(entry);
      const again = schema.safeParse(mended.entry);
      if (again.success) items.push(again.data);
      leftOut += again.success ? mended.leftOut : 1;
    }
  }
  return { items, leftOut };
}

const member = z.looseObject({ id: z.string().min(1), '@odata.type': z.string().nullish() });

/** Converts numbers in an entry to text, and keeps the readable members of a group. */
function mend(entry: unknown): { entry: unknown; leftOut: number } {
  if (typeof entry !== 'object' || entry === null) return { entry, leftOut: 0 };
  const members = Object.entries(entry).map(([name, value]) => [name, typeof value === 'number' ? `${value}` : value]);
  const mended: Record<string, unknown> = Object.fromEntries(members);
  const told = mended['members@delta'];
  if (told === undefined || told === null) return { entry: mended, leftOut: 0 };
  const all = Array.isArray(told) ? told : [told];
  const readable = all.filter(one => member.safeParse(one).success);
  return { entry: { ...mended, 'members@delta': readable }, leftOut: all.length - readable.length };
}
