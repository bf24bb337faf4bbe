import type { Submission } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { Fido2Method, Fido2MethodCalls, Registration } from '../../services/graph/fido2Methods.ts';
import { announceWait, waitReasonOf } from '../../services/graph/waits.ts';

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;
/**
 * How long to look for a passkey, in ms, after a repeat was refused although the first attempt may have taken effect. Reads of
 * Graph lag behind its writes by seconds to minutes (graph.md, 9).
 */
const LOOKING = 60_000;

export interface RegisterParts {
  methods: Fido2MethodCalls;
  /** Milliseconds since the epoch by the server's clock. */
  clock: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Called with what is known about the credential in Entra, before every POST and after it. */
  note: (submission: Submission) => void;
  /** An earlier run may have submitted it already, so that no refusal proves anything. Default false. */
  submitted?: boolean;
}

/**
 * Registers a credential, and repeats the POST while the challenge lives and the trouble may pass: the person need not touch
 * the key again. An answer that was lost may have been a yes, so after it the passkey is looked up before every repeat, and no
 * later refusal counts as proof that it is not registered.
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

/** A cancel by the person counts as such, whatever broke at the same time. */
function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw signal.reason instanceof KeydeskError ? signal.reason : new KeydeskError('cancelled');
}

function timeIsUp(last: unknown, uncertain: boolean): KeydeskError {
  return new KeydeskError(uncertain ? 'registration-unknown' : 'challenge-expired', {}, { cause: last });
}

/** As long as Graph asks, and at least as long as the back-off. */
function waitAfter(error: unknown, backOff: number): number {
  const told = error instanceof KeydeskError ? error.params.retryAfter : undefined;
  // Never sooner than without it: "at once" would mean hundreds of requests in a second.
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

/** Looks for the passkey for a while after a repeat was refused. @throws KeydeskError registration-unknown */
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

/** Troubles that time mends. */
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
 * Only a definite answer is a refusal: a client error of HTTP, or a request that was never sent. A conflict may be with an
 * earlier attempt of our own, and after a server error, a timeout or a cut connection nobody knows.
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
    // A read that fails, even with "no such user", says nothing about the POST: reads lag behind writes.
    return undefined;
  }
}
