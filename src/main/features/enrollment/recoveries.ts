import type { Journal } from './journal.ts';
import type { JournalEntry } from './journalEntry.ts';
import type { CeremonyParts } from './parts.ts';
import { recoverAll } from './recover.ts';

/** Waits between looks for passkeys whose registration had no answer, in ms; the last one repeats. */
const LOOK_AGAIN = [30_000, 60_000, 2 * 60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000];

/** What one recovery works with: the tenant that it is bound to from its beginning to its end. */
export interface Recovery {
  readonly ceremony: CeremonyParts;
  /** Brings the assignments in line with the journal. */
  readonly settle: () => Promise<void>;
}

export interface RecoveryParts {
  journal: Pick<Journal, 'abandoned' | 'owes'>;
  /** Binds the connected tenant, when a recovery begins. */
  bind: () => Recovery;
  /** Whether an enrollment runs: its key is not asked about older ones. */
  busy: () => boolean;
  log: (message: string) => void;
  /** Runs `work` in so many ms; returns how to call it off. */
  later?: (work: () => void, ms: number) => () => void;
}

/** When unfinished enrollments are looked at: at the start, when a key is plugged in, and again and again while Entra owes an answer. */
export interface Recoveries {
  /**
   * Starts one recovery after those under way. Never rejects.
   * @param bound whose it is; by default that of the tenant that is connected when it begins
   */
  now(bound?: Recovery): Promise<void>;
  /** A key was plugged in: recovers now, or once the running enrollments are over. */
  plugged(): void;
  /** An enrollment is about to run: ends a recovery that is under way, and makes up for it later. */
  giveWay(): Promise<void>;
  /** An enrollment ended: makes up for what was put off. */
  enrollmentEnded(): void;
  /** Ends what is under way and waits for it. */
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
    // Settings that cannot be read are reported to the person who asks for something.
    const work = async () => recoverIn(bound ?? parts.bind());
    await work().catch(error => log(`recovery: ${String(error)}`));
    await schedule().catch(error => log(`recovery: ${String(error)}`));
  };
  // One after the other: two at once would do the same work twice.
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
      // What just ended without an answer is looked for soon.
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

/** Whether a recovery can move an entry on by itself; all others wait for their key or for a person. */
function isAwaited({ state, submission, method_id }: JournalEntry): boolean {
  if (state === 'needs-attention') return submission === 'unknown' && method_id === null;
  return state !== 'registered';
}

function unref(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms).unref();
  return () => clearTimeout(timer);
}
