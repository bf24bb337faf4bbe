import { KeydeskError } from '../../../contract/errors/errors.ts';
import { errorSubjectOf } from '../../../contract/errors/subjects.ts';

/** Returns whether the error means that the key was removed, at any point. */
export function hasLeft(error: unknown): boolean {
  return error instanceof KeydeskError && errorSubjectOf(error.code) === 'key-left';
}

/** Returns whether the error concerns only this key: the user can continue with another key, or by plugging in the same one again. */
export function refusesKey(error: unknown): boolean {
  return error instanceof KeydeskError && ['key', 'key-again'].includes(errorSubjectOf(error.code));
}
