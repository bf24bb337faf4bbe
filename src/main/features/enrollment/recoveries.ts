import type { Journal } from './journal.ts';
import type { JournalEntry } from './journalEntry.ts';
import type { CeremonyParts } from './parts.ts';
import { recoverAll } from './recover.ts';

/** Delays between the lookups of passkeys whose registration had no answer, in ms. The last one repeats. */
const LOOK_AGAIN = [30_000, 60_000, 2 * 60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000];

/** What one recovery needs, bound to its tenant from beginning to end. */
export interface Recovery {
  readonly ceremony: CeremonyParts;
  /** Updates the assignments from the journal. */
  readonly settle: () => Promise<void>;
}

export interface RecoveryParts {
  journal: Pick<Journal, 'abandoned' | 'owes'>;
  /** Binds the connected tenant when a recovery begins. */
  bind: () => Recovery;
  /** Returns whether an enrollment runs. Recovery does not use its key. */
  busy: () => boolean;
  log: (message: string) => void;
  /** Runs `work` after this number of ms. Returns a function that cancels it. */
  later?: (work: () => void, ms: number) => () => void;
}

/** Starts recoveries: at the start of Keydesk, when a key is plugged in, and repeatedly while a registration has no answer from Entra. */
export interface Recoveries {
  /**
   * Starts a recovery after the ones that are running. Never rejects.
   * @param bound the tenant to recover. Default: the tenant that is connected when the recovery begins
   */
  now(bound?: Recovery): Promise<void>;
  /** Call when a key is plugged in. Recovers now, or after the running enrollments. */
  plugged(): void;
  /** Call before an enrollment. Stops a running recovery, which is repeated later. */
  giveWay(): Promise<void>;
  /** Call after an enrollment. Starts the recovery that was postponed. */
  enrollmentEnded(): void;
  /** Stops the running recovery and waits for its end. */
  close(): Promise<void>;
}

export function createRecoveries(parts: RecoveryParts): Recoveries {
  const { journal, busy, log, later = unref } = parts;
  let closed = false;
  let recovery: Promise<void> = Promise.resolve();
  let current: AbortController | undefined;
  let owed = false;
  let looks = 0;
  let stopWaiting: () => void = () => undefined;

  const recoverIn = async ({ ceremony, settle }: Recovery) => {
    current = new AbortController();
    await recoverAll(ceremony, current.signal).catch(error => log(`recovery: ${String(error)}`));
    current = undefined;
    await ceremony.unseenPins.recordLost();
    await settle().catch(error => log(`assignments: ${String(error)}`));
  };
  const recover = async (bound: Recovery | undefined) => {
    if (closed) return;
    // If the settings cannot be read, the next request of a person reports it.
    const work = async () => recoverIn(bound ?? parts.bind());
    await work().catch(error => log(`recovery: ${String(error)}`));
    await schedule().catch(error => log(`recovery: ${String(error)}`));
  };
  // Recoveries run one after the other, because two at once would do the same work.
  const now = (bound?: Recovery): Promise<void> => {
    recovery = recovery.then(() => recover(bound));
    return recovery;
  };
  const schedule = async () => {
    stopWaiting();
    const waiting = (await journal.abandoned()).some(isAwaited) || journal.owes();
    if (!waiting || closed) return;
    const wait = LOOK_AGAIN[Math.min(looks++, LOOK_AGAIN.length - 1)] ?? 0;
    stopWaiting = later(() => void now(), wait);
  };

  return {
    now,
    plugged: () => {
      if (busy()) owed = true;
      else void now();
    },
    giveWay: async () => {
      if (current === undefined) return;
      owed = true;
      current.abort();
      await recovery;
    },
    enrollmentEnded: () => {
      if (busy()) return;
      // Look soon for a registration that has just ended without an answer.
      looks = 0;
      if (owed) void now();
      else void schedule().catch(error => log(`recovery: ${String(error)}`));
      owed = false;
    },
    close: async () => {
      closed = true;
      current?.abort();
      stopWaiting();
      await recovery;
    },
  };
}

/** Returns whether recovery can advance an entry alone. All others need their key or a person. */
function isAwaited({ state, submission, method_id }: JournalEntry): boolean {
  if (state === 'needs-attention') return submission === 'unknown' && method_id === null;
  return state !== 'registered';
}

function unref(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms).unref();
  return () => clearTimeout(timer);
}
