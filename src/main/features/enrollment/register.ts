import type { Submission } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { Fido2Method, Fido2MethodCalls, Registration } from '../../services/graph/fido2Methods.ts';
import { announceWait, waitReasonOf } from '../../services/graph/waits.ts';

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;
/**
 * How long to look for a passkey, in ms, if a repeated POST was refused although the first one may have succeeded. Graph's reads lag behind
 * its writes by seconds to minutes (graph.md, 9).
 */
const LOOKING = 60_000;

export interface RegisterParts {
  methods: Pick<Fido2MethodCalls, 'create' | 'find'>;
  /** Milliseconds since the epoch by the server's clock. */
  clock: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Called before and after every POST with what is known about the credential in Entra. */
  note: (submission: Submission) => void;
  /** Set if an earlier run may have submitted the credential, so that a refusal proves nothing. Default: false. */
  submitted?: boolean;
}

/**
 * Registers a credential. Repeats the POST while the challenge is valid and the error may be temporary, so that the person need not touch
 * the key again. A POST without an answer may have succeeded. After one, the passkey is looked up before every repeat, and a later refusal
 * does not prove that it is not registered.
 * @param expiresAt when the challenge expires, in ms by the server's clock
 * @throws KeydeskError challenge-expired, registration-unknown, graph-throttled, cancelled, or Graph's refusal
 */
export async function register(
  parts: RegisterParts,
  userId: string,
  registration: Registration,
  expiresAt: number,
  signal: AbortSignal,
): Promise<Fido2Method> {
  let uncertain = parts.submitted ?? false;
  let last: unknown;
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    throwIfAborted(signal);
    if (parts.clock() >= expiresAt) throw timeIsUp(last, uncertain);
    try {
      parts.note('unknown');
      return await parts.methods.create(userId, registration, { signal });
    } catch (error) {
      uncertain ||= mayHaveTakenEffect(error);
      if (!uncertain) parts.note('refused');
      last = error;
    }
    if (uncertain) {
      const registered = await lookUp(parts, userId, registration, signal);
      if (registered !== undefined) return registered;
      if (!isPassing(last)) return lookOn(parts, userId, registration, signal, last);
    } else if (!isPassing(last)) {
      throw last;
    }
    await pause(parts, waitAfter(last, wait), last, expiresAt, signal);
  }
}

/** Throws if the person has canceled, even if another error happened at the same time. */
function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw signal.reason instanceof KeydeskError ? signal.reason : new KeydeskError('cancelled');
}

function timeIsUp(last: unknown, uncertain: boolean): KeydeskError {
  return new KeydeskError(uncertain ? 'registration-unknown' : 'challenge-expired', {}, { cause: last });
}

/** Returns the wait in ms: the larger of Graph's Retry-After and the back-off. */
function waitAfter(error: unknown, backOff: number): number {
  const told = error instanceof KeydeskError ? error.params.retryAfter : undefined;
  // Never shorter than the back-off: a Retry-After of 0 would cause hundreds of requests per second.
  return typeof told === 'number' ? Math.max(told * 1000, backOff) : backOff;
}

async function pause(
  { clock, sleep }: RegisterParts,
  ms: number,
  last: unknown,
  expiresAt: number,
  signal: AbortSignal,
): Promise<void> {
  if (clock() + ms >= expiresAt && hasCode(last, 'graph-throttled')) {
    throw new KeydeskError('graph-throttled', { ...last.params, exceedsChallenge: true }, { cause: last });
  }
  announceWait({ ms, reason: waitReasonOf(last) });
  try {
    await sleep(ms, signal);
  } finally {
    announceWait(null);
  }
}

/** Looks for the passkey for a while after a repeated POST was refused. @throws KeydeskError registration-unknown */
async function lookOn(
  parts: RegisterParts,
  userId: string,
  registration: Registration,
  signal: AbortSignal,
  refusal: unknown,
): Promise<Fido2Method> {
  let looked = 0;
  for (let wait = FIRST_WAIT; looked < LOOKING; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    await parts.sleep(wait, signal);
    looked += wait;
    const registered = await lookUp(parts, userId, registration, signal);
    if (registered !== undefined) return registered;
  }
  throw new KeydeskError('registration-unknown', {}, { cause: refusal });
}

/** Returns whether an error is temporary. */
function isPassing(error: unknown): boolean {
  return hasCode(
    error,
    'graph-unreachable',
    'graph-timeout',
    'graph-throttled',
    'graph-unavailable',
    'graph-malformed',
    'graph-too-large',
  );
}

/**
 * Returns whether a POST may have succeeded. Only a definite answer is a refusal: an HTTP client error, or a request that was never sent. A
 * conflict may be caused by an earlier attempt of Keydesk. After a server error, a timeout or a lost connection the result is unknown.
 */
function mayHaveTakenEffect(error: unknown): boolean {
  if (!(error instanceof KeydeskError)) return true;
  const { status, mayHaveArrived } = error.params;
  if (error.code === 'graph-unreachable') return mayHaveArrived !== false;
  if (error.code === 'graph-conflict') return true;
  return typeof status !== 'number' || status < 400 || status === 408 || status >= 500;
}

async function lookUp(
  { methods }: RegisterParts,
  userId: string,
  { credentialId }: Registration,
  signal: AbortSignal,
): Promise<Fido2Method | undefined> {
  try {
    return await methods.find(userId, credentialId, { signal });
  } catch {
    throwIfAborted(signal);
    // A failed read, even with "no such user", proves nothing about the POST: reads lag behind writes.
    return undefined;
  }
}
