import { KeydeskError } from '../../contract/errors.ts';
import { hasCode } from '../../contract/failure.ts';
import type { Fido2Method, Fido2MethodCalls, Registration } from '../graph/fido2Methods.ts';

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;

export interface RegisterParts {
  methods: Fido2MethodCalls;
  clock: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Registers a credential, again and again while the challenge lives and the trouble is passing: the person need not touch
 * the key a second time. Before each repeat it is looked up, since an answer that was lost may have been a yes.
 * @throws KeydeskError challenge-expired when the time ran out, cancelled, or Graph's final refusal
 */
export async function register(
  parts: RegisterParts,
  userId: string,
  registration: Registration,
  expiresAt: number,
  signal: AbortSignal,
): Promise<Fido2Method> {
  let last: unknown;
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    if (parts.clock() >= expiresAt) throw new KeydeskError('challenge-expired', {}, { cause: last });
    try {
      return await parts.methods.create(userId, registration, { signal });
    } catch (error) {
      if (!isPassing(error) && !mayBeRegistered(error)) throw error;
      last = error;
    }
    const registered = await lookUp(parts, userId, registration, signal);
    if (registered !== undefined) return registered;
    if (!isPassing(last)) throw last;
    await parts.sleep(wait, signal);
  }
}

/** Troubles that time mends. */
function isPassing(error: unknown): boolean {
  return hasCode(
    error,
    'graph-unreachable',
    'graph-timeout',
    'graph-throttled',
    'graph-unavailable',
    'graph-malformed',
  );
}

/** A repeat of a POST that had been taken is refused; so is a used challenge. */
function mayBeRegistered(error: unknown): boolean {
  return hasCode(error, 'graph-conflict', 'graph-refused');
}

async function lookUp(
  { methods }: RegisterParts,
  userId: string,
  { credentialId }: Registration,
  signal: AbortSignal,
): Promise<Fido2Method | undefined> {
  try {
    return await methods.find(userId, credentialId, { signal });
  } catch (error) {
    if (isPassing(error)) return undefined;
    throw error;
  }
}
