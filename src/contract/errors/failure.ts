import { z } from 'zod';
import { type ErrorCode, errorCodes, KeydeskError } from './errors.ts';

/** A KeydeskError for another process: data only. `cause` is the chain of underlying errors, outermost first. */
export const failureSchema = z.object({
  code: z.enum(errorCodes),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  cause: z.array(z.string()).optional(),
});
export type Failure = z.infer<typeof failureSchema>;

/**
 * Converts anything thrown into data. Anything but a KeydeskError becomes `internal`, with the original error as cause.
 */
export function toFailure(thrown: unknown): Failure {
  const error = thrown instanceof KeydeskError ? thrown : new KeydeskError('internal', {}, { cause: thrown });
  const cause = causesOf(error.cause);
  return { code: error.code, params: error.params, ...(cause.length > 0 ? { cause } : {}) };
}

/** Returns whether a thrown value is a KeydeskError with one of the given codes. */
export function hasCode(thrown: unknown, ...codes: ErrorCode[]): thrown is KeydeskError {
  return thrown instanceof KeydeskError && codes.includes(thrown.code);
}

/** Returns the chain of causes. The errors of an AggregateError follow each other. */
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
    // An AbortError only shows how the code was stopped.
    if (!(next instanceof Error && next.name === 'AbortError')) texts.push(describeCause(next));
  }
  return texts;
}

function said({ path, message }: { path: readonly PropertyKey[]; message: string }): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}

function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // The message of a ZodError is JSON over many lines.
  if (cause instanceof z.ZodError) return cause.issues.map(said).join('; ');
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  // Node begins the messages of file system errors with the code.
  const isSaid = cause.message === code || [`${code} `, `${code}: `].some(start => cause.message.startsWith(start));
  return isSaid ? cause.message : `${code}: ${cause.message}`;
}
