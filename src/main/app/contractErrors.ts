import { ORPCError, ValidationError } from '@orpc/server';
import { z } from 'zod';
import { type ErrorParams, KeydeskError } from '../../contract/errors/errors.ts';
import { toFailure } from '../../contract/errors/failure.ts';
import { isWellFormed } from '../../contract/text/wellFormed.ts';
import { forUser } from '../features/activation/forUser.ts';

/**
 * Converts any error to the contract's one typed ORPCError, whose data is the complete failure. An input that does not
 * match its schema arrives here as BAD_REQUEST: then `member` is the invalid member, and `fault` says what is wrong
 * with it. A list with too many entries has an error of its own, with its limit and its length.
 */
export function toContractError(
  error: unknown,
  station: 'desk' | 'activation' = 'desk',
): ORPCError<'KEYDESK', ReturnType<typeof toFailure>> {
  const thrown = isBadInput(error) ? badInput(error) : error;
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
      maximum: z.number().optional(),
    }),
  ),
});

type Issue = z.infer<typeof issuesSchema>['issues'][number];

/** Returns what is wrong. SECURITY: never includes the value, which may be a secret. */
function badInput(error: ORPCError<'BAD_REQUEST', unknown>): KeydeskError {
  const issue = issuesSchema.safeParse(error.data).data?.issues[0];
  const member = issue?.path.findLast(part => typeof part === 'string');
  const most = issue?.code === 'too_big' && issue.origin === 'array' ? issue.maximum : undefined;
  if (issue !== undefined && member !== undefined && most !== undefined) {
    return new KeydeskError('list-too-long', { what: member, most, count: lengthAt(error.cause, issue.path) });
  }
  const params: ErrorParams =
    issue === undefined ? {} : { fault: faultName(issue), ...(member === undefined ? {} : { member }) };
  return new KeydeskError('invalid-input', params, { cause: error });
}

/** Returns the length of a list of the input; null if it is not there. */
function lengthAt(cause: unknown, path: Issue['path']): number | null {
  let value: unknown = cause instanceof ValidationError ? cause.data : undefined;
  for (const part of path) {
    value =
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([name]) => name === String(part))?.[1]
        : undefined;
  }
  return Array.isArray(value) ? value.length : null;
}

function faultName({ code, origin, minimum }: Issue): string {
  const isText = origin === 'string';
  if (code === 'too_small') return isText && minimum === 1 ? 'empty' : isText ? 'too-short' : 'out-of-range';
  if (code === 'too_big') return isText ? 'too-long' : 'out-of-range';
  return 'wrong-form';
}
