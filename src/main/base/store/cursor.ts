import { z } from 'zod';
import { KeydeskError } from '../../../contract/errors/errors.ts';

const valuesSchema = z.array(z.string().max(1024)).min(1).max(4);

/** Returns a place in an ordered list: the values of the last row that was given, which the order is made of. */
export function cursorAfter(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * Returns the values of a place in a list that is ordered by so many.
 * @throws KeydeskError invalid-input for what `cursorAfter` has not made
 */
export function valuesOf(cursor: string, count: number): string[] {
  try {
    const values = valuesSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (values.length === count) return values;
  } catch {
    // Not JSON, or not a list of texts: the same error as for another list's place.
  }
  throw new KeydeskError('invalid-input', { detail: 'no-place' });
}
