import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';

/** A stream tells its failure as its last event; here it becomes an error like that of any call. */
export function throwFailure(event: { type: string } | { type: 'failed'; failure: Failure }): void {
  if (!('failure' in event)) return;
  const { code, params, cause } = event.failure;
  throw new KeydeskError(code, params, { cause: cause?.join('\n') });
}
