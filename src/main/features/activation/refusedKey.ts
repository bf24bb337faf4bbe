import { KeydeskError } from '../../../contract/errors/errors.ts';
import { subjectOf } from '../../../contract/errors/subjects.ts';

/** Whether the key has left in the middle, wherever it was. */
export function hasLeft(error: unknown): boolean {
  return error instanceof KeydeskError && subjectOf(error.code) === 'key-left';
}

/** Whether this one key is refused: with another key, or with the same one plugged in once more, the user can go on. */
export function refusesKey(error: unknown): boolean {
  return error instanceof KeydeskError && ['key', 'key-again'].includes(subjectOf(error.code));
}
