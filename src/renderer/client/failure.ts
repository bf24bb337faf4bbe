import { ORPCError } from '@orpc/client';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../contract/errors/failure.ts';
import { ConnectionRefused } from './transport.ts';

/** Converts anything that a call threw into a failure. Trusts only the contract's own error. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ORPCError && error.defined && error.code === 'KEYDESK') return error.data as Failure;
  if (error instanceof KeydeskError) return toFailure(error);
  if (error instanceof ConnectionRefused) return { code: error.code, params: {} };
  if (error instanceof Error && error.name === 'AbortError') return { code: 'cancelled', params: {} };
  return { code: 'internal', params: {}, cause: [String(error)] };
}
