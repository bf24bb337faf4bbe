import { KeydeskError } from '../../contract/errors/errors.ts';
import type { Failure } from '../../contract/errors/failure.ts';

/**
 * Throws the failure in a stream's last event, so that it is handled like the error of any other call.
 * @throws KeydeskError with the code of the failure
 */
export function throwFailure(event: { type: string } | { type: 'failed'; failure: Failure }): void {
  if (!('failure' in event)) return;
  const { code, params, cause } = event.failure;
  throw new KeydeskError(code, params, { cause: cause?.join('\n') });
}
