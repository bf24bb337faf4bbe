import { ORPCError } from '@orpc/server';
import { z } from 'zod';
import { type ErrorParams, KeydeskError } from '../../contract/errors/errors.ts';
import { toFailure } from '../../contract/errors/failure.ts';
import { isWellFormed } from '../../contract/text/wellFormed.ts';
import { forUser } from '../features/activation/forUser.ts';

/**
 * Converts any error to the contract's one typed ORPCError, whose data is the complete failure. An input that does not
 * match its schema arrives here as BAD_REQUEST: then `member` is the invalid member, and `fault` says what is wrong
 * with it.
 */
export function toContractError(
  error: unknown,
  station: 'desk' | 'activation' = 'desk',
): ORPCError<'KEYDESK', ReturnType<typeof toFailure>> {
  const thrown = isBadInput(error) ? new KeydeskError('invalid-input', faultOf(error), { cause: error }) : error;
  const failure = station === 'activation' ? forUser(thrown) : toFailure(thrown);
  return new ORPCError('KEYDESK', { message: failure.code, defined: true, status: 400, data: failure, cause: error });
}

/**
 * Refuses input with malformed Unicode: storing it could change one id into another.
 * @throws KeydeskError invalid-input
 */
export function refuseIllFormed(input: unknown): void {
  if (isWellFormed(input)) return;
  const members = typeof input === 'object' && input !== null ? Object.entries(input) : [];
  const member = members.find(([, value]) => !isWellFormed(value))?.[0];
  throw new KeydeskError('invalid-input', { fault: 'not-unicode', member: member ?? null });
}

function isBadInput(error: unknown): error is ORPCError<'BAD_REQUEST', unknown> {
  return error instanceof ORPCError && error.code === 'BAD_REQUEST';
}

const issuesSchema = z.object({
  issues: z.array(
    z.object({
      code: z.string(),
      path: z.array(z.union([z.string(), z.number()])).default([]),
      origin: z.string().optional(),
      minimum: z.unknown().optional(),
    }),
  ),
});

/** Returns what is wrong. SECURITY: never includes the value, which may be a secret. */
function faultOf({ data }: ORPCError<'BAD_REQUEST', unknown>): ErrorParams {
  const issue = issuesSchema.safeParse(data).data?.issues[0];
  if (issue === undefined) return {};
  const member = issue.path.findLast(part => typeof part === 'string');
  return { fault: faultName(issue), ...(member === undefined ? {} : { member }) };
}

function faultName({ code, origin, minimum }: z.infer<typeof issuesSchema>['issues'][number]): string {
  const isText = origin === 'string';
  if (code === 'too_small') return isText && minimum === 1 ? 'empty' : isText ? 'too-short' : 'out-of-range';
  if (code === 'too_big') return isText ? 'too-long' : 'out-of-range';
  return 'wrong-form';
}
