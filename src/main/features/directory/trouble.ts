import type { ErrorCode } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';

/** Errors of the imported directory that last until a person acts. A lock is not one of them: Keydesk waits for it. */
const lasting: readonly ErrorCode[] = [
  'database-damaged',
  'database-foreign',
  'database-newer',
  'disk-error',
  'file-forbidden',
  'file-read-only',
  'file-unopenable',
];

/** Returns whether the imported directory cannot be read, so that features continue without it if they can. */
export function isLastingTrouble(error: unknown): boolean {
  return hasCode(error, ...lasting);
}
