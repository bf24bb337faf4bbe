import { randomUUID } from 'node:crypto';
import type { EnrollmentEvent, EnrollmentRequest, PinChoice, Unfinished } from '../../contract/enrollment.ts';
import { KeydeskError } from '../../contract/errors.ts';
import { type Activity, keySubject, type NewEntry, type Subject } from '../activity/activity.ts';
import type { Assignments } from '../assignments/assignments.ts';
import { type Connections, nameOfConnection } from '../connections.ts';
import { type Correlation, correlated } from '../correlation.ts';
import type { Directory } from '../directory/directory.ts';
import type { PasskeyLists } from '../directory/passkeyLists.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { KeyHost } from '../keys/keyHost.ts';
import type { Keys } from '../keys/keys.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { Policies } from '../policy/policies.ts';
import { answerTo, type Question } from '../question.ts';
import { Channel } from '../stream.ts';
import { type CeremonyEnd, enroll } from './ceremony.ts';
import type { Conductor } from './conductor.ts';
import { recordDone } from './done.ts';
import { type Journal, toUnfinished } from './journal.ts';
import type { CeremonyParts } from './parts.ts';
import { recoverAll } from './recover.ts';

export interface EnrollmentParts {
  connections: Connections;
  directory: Directory;
  keys: Keys;
  journal: Journal;
  metadata: Metadata;
  keyHost: KeyHost;
  policies: Policies;
  activity: Activity;
  assignments: Pick<Assignments, 'follow' | 'settle'>;
  inventory: Pick<Inventory, 'guard'>;
  passkeyLists: Pick<PasskeyLists, 'add'>;
  log: (message: string) => void;
}

/** The enrolments that are running, each a stream of its own, and those that earlier ones left unfinished. */
export interface Enrollments {
  /** Ends with exactly one `completed` or `failed`; leaving the stream early, or its signal, cancels the enrolment. */
  start(request: EnrollmentRequest, signal?: AbortSignal): Channel<EnrollmentEvent>;
  /** @throws KeydeskError invalid-input when that enrolment asks for no PIN */
  answer(enrollmentId: string, pin: string): void;
  /** Takes a question for a finger back and asks for the PIN; does nothing where no finger is asked for. */
  preferPin(enrollmentId: string): void;
  cancel(enrollmentId: string): void;
  /** Whether any runs now. */
  busy(): boolean;
  unfinished(): Promise<Unfinished[]>;
  recover(): Promise<Unfinished[]>;
  /** One recovery now, and one whenever a key is plugged in. Never rejects. */
  recoverNow(): Promise<void>;
  /** Cancels what runs and waits for its clean end. */
  close(): Promise<void>;
}

interface Running extends Question<PinChoice> {
  readonly abort: AbortController;
  readonly done: Promise<void>;
  /** The person would rather use the PIN than a finger. */
  preferPin: (() => void) | undefined;
}

export function createEnrollments(parts: EnrollmentParts): Enrollments {
  const running = new Map<string, Running>();
  const ceremonyParts: CeremonyParts = {
    graph: () => parts.connections.graph(),
    connection: () => nameOfConnection(parts.connections.current()) ?? '',
    directory: parts.directory,
    keys: parts.keys,
    journal: parts.journal,
    metadata: parts.metadata,
    policies: parts.policies,
    activity: parts.activity,
    clock: Date.now,
    sleep,
  };
  let recovery: Promise<void> = Promise.resolve();
  let known: ReadonlySet<string> = new Set(parts.keyHost.keys().map(key => key.id));
  let closed = false;

  /** One recovery after the other: two at once would do the same work twice. */
  const recoverNow = (): Promise<void> => {
    recovery = recovery.then(async () => {
      if (closed) return;
      await recoverAll(ceremonyParts, parts.log).catch(error => parts.log(`recovery: ${String(error)}`));
      await parts.assignments.settle().catch(error => parts.log(`assignments: ${String(error)}`));
    });
    return recovery;
  };
  const unsubscribe = parts.keyHost.onKeys(keys => {
    const ids = new Set(keys.map(key => key.id));
    const plugged = [...ids].some(id => !known.has(id));
    known = ids;
    // A key in use by an enrolment is not asked about older ones.
    if (plugged && running.size === 0) void recoverNow();
  });

  const start = (request: EnrollmentRequest, signal?: AbortSignal): Channel<EnrollmentEvent> => {
    const id = randomUUID();
    const abort = new AbortController();
    const channel = new Channel<EnrollmentEvent>(() => abort.abort());
    if (signal?.aborted === true) abort.abort();
    signal?.addEventListener('abort', () => abort.abort());
    channel.push({ type: 'accepted', enrollmentId: id });
    const conductor: Conductor = {
      signal: abort.signal,
      interactive: request.interactive,
      step: step => channel.push({ type: 'step', step }),
      interact: interaction => channel.push({ type: 'interaction', interaction }),
      warn: warning => channel.push({ type: 'warning', warning }),
      askFinger: refused => {
        const preferPin = new AbortController();
        const entry = running.get(id);
        if (entry !== undefined) entry.preferPin = () => preferPin.abort();
        channel.push({
          type: 'interaction',
          interaction: { kind: 'fingerprint', ...(refused === undefined ? {} : { refused }) },
        });
        return preferPin.signal;
      },
      askPin: question => {
        const entry = running.get(id);
        if (!request.interactive) return Promise.reject(new KeydeskError('pin-required'));
        channel.push({ type: 'interaction', interaction: question });
        return entry === undefined ? Promise.reject(new KeydeskError('cancelled')) : answerTo(entry, abort.signal);
      },
    };
    const work = async (correlation: Correlation) => {
      const { keys, policies, heldBy } = parts.inventory.guard(ceremonyParts);
      const { assignmentId } = request;
      const { journal, ...fulfilment } = parts.assignments.follow(parts.journal, { assignmentId, heldBy });
      const end = await enroll({ ...ceremonyParts, journal, keys, policies }, request, conductor);
      channel.push(end.ok ? { type: 'completed', result: end.result } : { type: 'failed', failure: end.failure });
      channel.end();
      // After the person was told, and before anybody can ask for the log.
      const recorded = record(end, { ...entryOfEnd(end, request), correlation });
      fulfilment.end(end);
      await recorded;
      if (end.ok) {
        const { user, method } = end.result;
        await parts.passkeyLists.add(user.id, method).catch(error => parts.log(`passkey list: ${String(error)}`));
      }
      running.delete(id);
    };
    const entry: Running = {
      abort,
      done: Promise.resolve().then(() => correlated(work)),
      answer: undefined,
      preferPin: undefined,
    };
    running.set(id, entry);
    return channel;
  };

  /** Where it cannot be written now, the enrolment stays `proven`, and recovery records it. */
  const record = async (end: CeremonyEnd, entry: NewEntry): Promise<void> => {
    if (!end.ok) return parts.activity.record(entry);
    const { enrollmentId } = end.result;
    try {
      await recordDone(parts, enrollmentId, entry);
    } catch (error) {
      parts.log(`enrolment ${enrollmentId}: could not be recorded as done: ${String(error)}`);
    }
  };

  const unfinished = async () => (await parts.journal.abandoned()).map(toUnfinished);

  return {
    start,
    answer: (enrollmentId, pin) => {
      const answer = running.get(enrollmentId)?.answer;
      if (answer === undefined) throw new KeydeskError('invalid-input', { detail: 'this enrolment asks for no PIN' });
      answer({ kind: 'given', pin });
    },
    preferPin: enrollmentId => running.get(enrollmentId)?.preferPin?.(),
    busy: () => running.size > 0,
    cancel: enrollmentId => running.get(enrollmentId)?.abort.abort(),
    unfinished,
    recover: async () => {
      await recoverNow();
      return unfinished();
    },
    recoverNow,
    close: async () => {
      closed = true;
      unsubscribe();
      for (const { abort } of running.values()) abort.abort();
      await Promise.all([...running.values()].map(({ done }) => done));
      await recovery;
    },
  };
}

/** An enrolment's end as the activity log keeps it. A PIN is told of by its being set, never more. */
function entryOfEnd(end: CeremonyEnd, request: EnrollmentRequest): NewEntry {
  const { user, key, journalId } = end.state;
  const subject: Subject = {
    user: user ?? { userPrincipalName: request.user },
    key: key === undefined ? { id: request.keyId } : keySubject(key),
  };
  const enrollment = journalId === undefined ? {} : { enrollmentId: journalId };
  if (end.ok) {
    const { method, pin } = end.result;
    const facts = { ...enrollment, name: method.displayName, methodId: method.id, pinSet: pin.set, proven: true };
    return { kind: 'enrollment-done', ...subject, facts };
  }
  const { error, cleanedUp, journalState, pin } = end.failure;
  return {
    kind: 'enrollment-failed',
    ...subject,
    result: error.code === 'cancelled' ? 'cancelled' : 'failed',
    cause: error,
    facts: { ...enrollment, cleanedUp, journalState, pinSet: pin?.set ?? false },
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
