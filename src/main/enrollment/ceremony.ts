import type {
  EnrollmentFailure,
  EnrollmentRequest,
  EnrollmentResult,
  JournalState,
  PinOutcome,
} from '../../contract/enrollment.ts';
import { KeydeskError } from '../../contract/errors.ts';
import { toFailure } from '../../contract/failure.ts';
import type { Directory } from '../directory/directory.ts';
import type { GraphClient } from '../graph/client.ts';
import { toKeydeskError } from '../keys/keyErrors.ts';
import type { Keys, OpenKey } from '../keys/keys.ts';
import { cleanUp } from './cleanUp.ts';
import { type Conductor, StepClock } from './conductor.ts';
import { createCredential, type MadeCredential } from './create.ts';
import type { Journal } from './journal.ts';
import { type FetchedOptions, fetchOptions } from './options.ts';
import { preflight } from './preflight.ts';
import { prepareKey } from './prepare.ts';
import { prove } from './prove.ts';
import { register } from './register.ts';
import { enrollmentResult } from './result.ts';
import { verifyCredential } from './verify.ts';

export interface CeremonyParts {
  graph: GraphClient;
  directory: Directory;
  keys: Keys;
  journal: Journal;
  /** Milliseconds since the epoch; Graph's challenge lifetimes are held against it. */
  clock: () => number;
  log: (message: string) => void;
}

/** Everything that one enrolment has come to know; each step reads what earlier ones wrote. */
export interface CeremonyState {
  journalId?: string;
  journalState: JournalState | null;
  pin: PinOutcome;
  /** The PIN in use, in memory only, for as long as the ceremony runs. */
  secretPin?: string;
  key?: OpenKey;
  options?: FetchedOptions;
  made?: MadeCredential;
}

export type CeremonyEnd = { ok: true; result: EnrollmentResult } | { ok: false; failure: EnrollmentFailure };

/**
 * One enrolment from click to proof: preflight, options, prepare, create, verify, register, prove, finish. Each act
 * that cannot be taken back has its journal entry first. Never rejects: a failure is an end like success, and says what
 * was cleaned up.
 */
export async function enroll(
  parts: CeremonyParts,
  request: EnrollmentRequest,
  conductor: Conductor,
): Promise<CeremonyEnd> {
  const steps = new StepClock();
  const state: CeremonyState = { journalState: null, pin: { set: false } };
  const step: Conductor['step'] = name => {
    conductor.signal.throwIfAborted();
    steps.start(name);
    conductor.step(name);
  };
  const guided: Conductor = { ...conductor, signal: conductor.signal, step };

  try {
    const result = await run(parts, request, guided, state);
    return { ok: true, result: { ...result, steps: steps.read() } };
  } catch (thrown) {
    const error = reasonOf(thrown, conductor.signal);
    const { cleanedUp, journalState } = await cleanUp(parts, state, toFailure(error));
    const pin = state.pin.set ? { pin: state.pin } : {};
    return { ok: false, failure: { error: toFailure(error), cleanedUp, journalState, ...pin, steps: steps.read() } };
  } finally {
    await state.key?.close();
  }
}

async function run(
  parts: CeremonyParts,
  request: EnrollmentRequest,
  conductor: Conductor,
  state: CeremonyState,
): Promise<Omit<EnrollmentResult, 'steps'>> {
  const { signal } = conductor;
  conductor.step('preflight');
  const { user, key } = await preflight(parts, request, state, signal);

  conductor.step('options');
  state.options = await fetchOptions(parts, user, key, request.displayName, signal);
  state.journalId = await parts.journal.begin(state.options.entry);
  state.journalState = 'options-fetched';

  conductor.step('prepare');
  const pin = await prepareKey(parts, key, request.pin, state, conductor);
  await advance(parts, state, 'key-prepared', { pin_set: state.pin.set ? 1 : 0 });

  conductor.step('create');
  const made = await createCredential(parts, key, pin, user, state, conductor);

  conductor.step('verify');
  await verifyCredential(made, state.options.creationOptions, key.info);
  await advance(parts, state, 'credential-created', { credential_id: made.credentialId });

  conductor.step('register');
  const method = await register(parts, user.id, made, state, signal);
  await advance(parts, state, 'registered', { method_id: method.id });

  conductor.step('prove');
  const proof = await prove(key, pin, made, signal);
  await advance(parts, state, 'proven');

  conductor.step('finish');
  await advance(parts, state, 'done');
  return enrollmentResult({ journalId: state.journalId, user, key, method, made, proof, pin: state.pin });
}

async function advance(parts: CeremonyParts, state: CeremonyState, to: JournalState, change = {}): Promise<void> {
  if (state.journalId === undefined) throw new KeydeskError('internal');
  await parts.journal.advance(state.journalId, to, change);
  state.journalState = to;
}

/** A cancelled ceremony ends as cancelled, whatever the interruption happened to break; a pulled key as removed. */
function reasonOf(thrown: unknown, signal: AbortSignal): unknown {
  if (!signal.aborted) return toKeydeskError(thrown);
  return signal.reason instanceof KeydeskError ? signal.reason : new KeydeskError('cancelled', {}, { cause: thrown });
}
