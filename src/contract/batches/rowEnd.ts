import type { ErrorCode } from '../errors/errors.ts';
import type { Failure } from '../errors/failure.ts';
import { errorSubjectOf } from '../errors/subjects.ts';
import type { RowState } from './schema.ts';

/**
 * How the work of a key on a row ended. `refused`: the key cannot be used, and the row waits for another one. `waits`: the row waits, and
 * nothing is known against the key: Keydesk or a person has stopped the work, the server cannot be reached, or the key was taken out.
 */
export type RowEnd = 'done' | 'failed' | 'skipped' | 'refused' | 'waits';

/** Returns how the work on a row ended. @param failure why it ended */
export function rowEndOf(state: RowState, failure: Failure | null): RowEnd {
  if (state === 'done' || state === 'failed' || state === 'skipped') return state;
  return failure !== null && isAboutKey(failure) ? 'refused' : 'waits';
}

/** Returns whether another key might work where this one did not. With `pin-required`, the key is fine: nobody has typed its PIN. */
function isAboutKey({ code }: Failure): boolean {
  const subject = errorSubjectOf(code);
  return subject === 'key' || subject === 'staff' || (subject === 'key-again' && code !== 'pin-required');
}

/** Returns whether a row waits, and its error is that of a key that was refused: another key is not concerned. */
export function isOfRefusedKey(state: RowState, failure: Failure): boolean {
  if (state !== 'waiting-for-key') return false;
  return errorSubjectOf(failure.code) === 'staff' ? ofOneKey.has(failure.code) : isAboutKey(failure);
}

const ofOneKey: ReadonlySet<ErrorCode> = new Set(['profile-key-has-pin', 'profile-pin-left', 'batch-key-perhaps-of']);
