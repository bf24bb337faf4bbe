import { z } from 'zod';
import { KeydeskError } from '../../../contract/errors/errors.ts';

const valuesSchema = z.array(z.string().max(1024)).min(1).max(6);

/** Returns a cursor for an ordered list: the values of the last returned row by which the list is ordered. */
export function cursorAfter(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * Returns the values of a cursor for a list that is ordered by `count` columns.
 * @throws KeydeskError invalid-input for a text that `cursorAfter` has not returned
 */
export function valuesOf(cursor: string, count: number): string[] {
  try {
    const values = valuesSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (values.length === count) return values;
  } catch {
    // Not JSON, or not a list of texts: the same error as for the cursor of another list.
  }
  throw new KeydeskError('invalid-input', { detail: 'no-place' });
}
