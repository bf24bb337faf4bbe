import { z } from 'zod';
import { type ErrorCode, errorCodes, KeydeskError } from './errors.ts';

/** A KeydeskError as it crosses a border: data only. `cause` is the chain of what was thrown below, outermost first. */
export const failureSchema = z.object({
  code: z.enum(errorCodes),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  cause: z.array(z.string()).optional(),
});
export type Failure = z.infer<typeof failureSchema>;

/** Turns anything thrown into data. What is not a KeydeskError becomes `internal` and keeps its origin as cause. */
export function toFailure(thrown: unknown): Failure {
  const error = thrown instanceof KeydeskError ? thrown : new KeydeskError('internal', {}, { cause: thrown });
  const cause = causesOf(error.cause);
  return { code: error.code, params: error.params, ...(cause.length > 0 ? { cause } : {}) };
}

/** Whether a thrown value is a KeydeskError with one of the given codes. */
export function hasCode(thrown: unknown, ...codes: ErrorCode[]): thrown is KeydeskError {
  return thrown instanceof KeydeskError && codes.includes(thrown.code);
}

/** Errors that happened side by side stand one after the other. */
function causesOf(cause: unknown): string[] {
  if (cause instanceof AggregateError) return cause.errors.flatMap(error => chainOf(error)).slice(0, 8);
  return chainOf(cause);
}

function chainOf(cause: unknown): string[] {
  const texts: string[] = [];
  for (
    let next = cause;
    next !== undefined && texts.length < 8;
    next = next instanceof Error ? next.cause : undefined
  ) {
    // Only how the code noticed that it was stopped.
    if (!(next instanceof Error && next.name === 'AbortError')) texts.push(describeCause(next));
  }
  return texts;
}

function said({ path, message }: { path: readonly PropertyKey[]; message: string }): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}

function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // Its own message is JSON over many lines.
  if (cause instanceof z.ZodError) return cause.issues.map(said).join('; ');
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  // Node begins the messages of the file system with the code.
  const isSaid = cause.message === code || [`${code} `, `${code}: `].some(start => cause.message.startsWith(start));
  return isSaid ? cause.message : `${code}: ${cause.message}`;
}
