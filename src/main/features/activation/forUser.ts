import type { ErrorParams } from '../../../contract/errors/errors.ts';
import { type Failure, failureSchema, toFailure } from '../../../contract/errors/failure.ts';

const OWN_WORDS: readonly string[] = ['rule', 'weakness'];

/**
 * Returns a failure as the window of a station may know it. SECURITY: no names, no addresses and no words of a server cross to a
 * window that anybody may use; the whole failure is in the activity log. Numbers, such as the tries that are left, may, and so may the
 * rule that a PIN breaks: it is one of Keydesk's own words.
 */
export function forUser(thrown: unknown): Failure {
  const { code, params } = isFailure(thrown) ? thrown : toFailure(thrown);
  const kept = Object.entries(params).filter(
    ([name, value]) =>
      typeof value === 'number' ||
      typeof value === 'boolean' ||
      (code === 'pin-breaks-rule' && OWN_WORDS.includes(name)),
  );
  return { code, params: Object.fromEntries(kept) as ErrorParams };
}

function isFailure(thrown: unknown): thrown is Failure {
  return !(thrown instanceof Error) && failureSchema.safeParse(thrown).success;
}
