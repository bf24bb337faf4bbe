import type { ErrorCode } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';

/** What keeps the imported directory from being read until a person does something about it. A lock is not among it: Keydesk waits for it. */
const lasting: readonly ErrorCode[] = [
  'database-damaged',
  'database-foreign',
  'database-newer',
  'disk-error',
  'file-forbidden',
  'file-read-only',
  'file-unopenable',
];

/** Whether the imported directory cannot be read, so that what can do without it does. */
export function isLastingTrouble(error: unknown): boolean {
  return hasCode(error, ...lasting);
}
