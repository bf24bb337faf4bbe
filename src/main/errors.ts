import { ORPCError } from '@orpc/server';
import { KeydeskError } from '../contract/errors.ts';
import { toFailure } from '../contract/failure.ts';

/**
 * Any error as it leaves the core through the contract: one typed ORPCError whose data is the whole failure.
 * An input that broke its schema arrives here as BAD_REQUEST.
 */
export function toContractError(error: unknown): ORPCError<'KEYDESK', ReturnType<typeof toFailure>> {
  const failure = toFailure(isBadInput(error) ? new KeydeskError('invalid-input', {}, { cause: error }) : error);
  return new ORPCError('KEYDESK', { defined: true, status: 400, data: failure, cause: error });
}

function isBadInput(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'BAD_REQUEST';
}
