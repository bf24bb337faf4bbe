import type { ErrorParams } from '../../../contract/errors/errors.ts';
import { type Failure, failureSchema, toFailure } from '../../../contract/errors/failure.ts';

const OWN_WORDS: readonly string[] = ['rule', 'weakness'];

/**
 * Returns a failure as the window of a station may see it. SECURITY: removes names, addresses and server messages, because anybody may use
 * that window. The activity log has the whole failure. Keeps numbers, such as the remaining attempts, and the PIN rule that was broken,
 * which is Keydesk's own text.
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
