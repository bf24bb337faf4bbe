import { type Language, wordsOf } from '../../words/say.ts';
import type { Face, Words } from '../errors/wording.ts';
import { wordsFor } from '../errors/words.ts';
import { isOfRefusedKey } from './rowEnd.ts';
import type { BatchRow } from './schema.ts';

/**
 * Returns the problem of a row, and what to do about it; empty texts if it has none. What to do with a key that was refused is said at the key
 * only: the row waits for another one, and the key may be anybody's.
 */
export function problemOf({ state, error }: Pick<BatchRow, 'state' | 'error'>, face: Face, language?: Language): Words {
  if (error === null) return { message: '', next: '' };
  const { message, next } = wordsFor(error, face, language);
  if (!isOfRefusedKey(state, error)) return { message, next };
  return { message: wordsOf('batches', language).refusedKey({ message }), next: '' };
}
