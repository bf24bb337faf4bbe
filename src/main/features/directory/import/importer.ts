import { join } from 'node:path';
import type { ImportCounts, ImportEvent, ImportPhase, RefusedPhase } from '../../../../contract/directory/schema.ts';
import { type ErrorCode, KeydeskError } from '../../../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../../../contract/errors/failure.ts';
import { takeFileLock } from '../../../base/store/fileLock.ts';
import type { DeltaCalls } from '../../../services/graph/delta.ts';
import { LONGEST_UNSEEN_WAIT, type WaitListener, watchingWaits } from '../../../services/graph/waits.ts';
import type { ImportPosition, RoundDoubt } from '../database/importPosition.ts';
import { nothingCounted } from '../database/tenantRow.ts';
import type { DirectoryThread } from '../database/thread.ts';
import { Pace } from './pace.ts';
import { realWait, type Wait } from './patience.ts';
import { type ImportLimits, type PagesAhead, type ReaderParts, readAhead, type WritePage } from './readAhead.ts';

export interface ImporterParts {
  folder: string;
  thread: DirectoryThread;
  /** Returns the tenant of the directory. @throws KeydeskError not-connected */
  tenant: () => string | Promise<string>;
  delta: () => DeltaCalls;
  /** Waits if Graph asks for a pause. */
  wait?: Wait;
  /** Limits above which a list counts as endless. For tests. */
  limits?: ImportLimits;
}

export interface ImportRequest {
  /** Whether to read everything, instead of the changes since the last import. */
  full: boolean;
  signal: AbortSignal;
}

/** The end of an import: every event except progress. */
export type ImportEnd = Exclude<ImportEvent, { kind: 'progress' }>;

/** Shorter waits are not shown, in ms. */
const WORTH_SHOWING = 2000;
/** Maximum wait for the number of users, in ms. */
const ESTIMATE_PATIENCE = 5000;

/** Errors that a new round may fix, and the maximum number of rounds for each phase of one import. */
const restarts: Partial<Record<ErrorCode, number>> = {
  'graph-delta-expired': 2,
  'graph-round-incomplete': 1,
  'graph-paging-stuck': 1,
};
/**
 * Errors that affect every phase: a lost sign-in or network, and errors of the data folder. Any other error of Graph affects one phase,
 * which is skipped.
 */
const ofEveryPart: readonly ErrorCode[] = ['graph-unauthorized', 'graph-unreachable'];

function isOfOnePart({ code }: KeydeskError): boolean {
  return code.startsWith('graph-') && !ofEveryPart.includes(code);
}

/**
 * Imports users, groups, memberships and registrations: first everything, later the changes. Each page is written together with its
 * continuation link while the next page is fetched. A phase other than users that cannot be read is skipped and reported at the end. One
 * import per data folder at a time. Never rejects.
 */
export async function importDirectory(
  parts: ImporterParts,
  { full, signal }: ImportRequest,
  tell: (event: ImportEvent) => void,
): Promise<ImportEnd> {
  const began = performance.now();
  let counts: ImportCounts = nothingCounted;
  const { thread } = parts;
  let started: string | undefined;
  let release: (() => void) | undefined;
  try {
    const delta = parts.delta();
    const tenant = await parts.tenant();
    release = takeFileLock(join(parts.folder, 'import.lock'));
    if (release === undefined) throw new KeydeskError('import-running');
    started = tenant;
    const first = await thread.ask('begin', tenant, full);
    const pace = new Pace(first.full ? await expectedUsers(delta, signal) : undefined);
    let last = first;
    const refused: RefusedPhase[] = [];
    const progress = (phase: ImportPhase, waits: Progress['waits']) =>
      tell({ kind: 'progress', phase, full: last.full, counts, ...pace.after(last), waits });
    // Pages are read ahead, so the waiting page may belong to a later phase than the written one.
    const tellWait: ReaderParts['tellWait'] = (phase, wait) =>
      progress(phase, wait && { until: new Date(Date.now() + wait.ms).toISOString(), reason: wait.reason });
    const unread = new Map<ImportPhase, number>();
    const { wait = realWait, limits } = parts;
    const reading = { thread, tenant, delta, signal, refused, unread, wait, limits, tellWait };
    const showWait: WaitListener = wait => {
      if (wait === null || wait.ms >= WORTH_SHOWING) tellWait(last.phase, wait);
    };
    const read = async () => {
      for await (const position of pages(reading, first)) {
        last = position;
        ({ counts } = position);
        progress(position.phase, null);
      }
    };
    // The import waits itself if a wait is longer (patience.ts).
    await watchingWaits(showWait, read, LONGEST_UNSEEN_WAIT);
    counts = await thread.ask('counts', last.import);
    refused.push(...unreadEntries(unread));
    return { kind: 'done', full: last.full, counts, seconds: (performance.now() - began) / 1000, refused };
  } catch (error) {
    const failure = toFailure(error);
    const stopped = signal.aborted && hasCode(error, 'cancelled');
    if (started !== undefined) {
      // The failure of the import is more important. Each page was written with its continuation link.
      await thread.ask('stop', started, stopped ? undefined : failure).catch(() => undefined);
    }
    return stopped ? { kind: 'stopped', counts } : { kind: 'failed', failure, counts };
  } finally {
    release?.();
  }
}

type Progress = Extract<ImportEvent, { kind: 'progress' }>;

interface Reading {
  readonly thread: DirectoryThread;
  readonly tenant: string;
  readonly delta: DeltaCalls;
  readonly signal: AbortSignal;
  readonly wait: Wait;
  readonly limits: ImportLimits | undefined;
  readonly tellWait: ReaderParts['tellWait'];
  /** The number of entries per phase that could not be read. */
  readonly unread: Map<ImportPhase, number>;
  /** The skipped phases. */
  readonly refused: RefusedPhase[];
}

/** Reads and writes all pages. Yields the position of the import after each. */
async function* pages(reading: Reading, first: ImportPosition): AsyncGenerator<ImportPosition> {
  const { thread, tenant, delta, signal, wait, limits, tellWait, unread } = reading;
  const write: WritePage = async (page, end) => {
    const written = await thread.ask('write', tenant, page, end);
    unread.set(page.phase, (unread.get(page.phase) ?? 0) + (page.leftOut ?? 0));
    return written;
  };
  const tried = new Map<string, number>();
  let position: ImportPosition | undefined = first;
  let reader: PagesAhead | undefined;
  try {
    while (position !== undefined) {
      yield position;
      if (signal.aborted) throw new KeydeskError('cancelled');
      const { phase }: ImportPosition = position;
      try {
        reader ??= readAhead({ delta, write, wait, limits, tellWait, signal }, position);
        const written = await reader.next();
        if (written === undefined) throw new Error(`nothing was left to read at ${phase}`);
        position = await written.position;
        const doubt: RoundDoubt | undefined = position?.doubt;
        if (doubt === undefined) continue;
        if (!doubt.complete) throw new KeydeskError('graph-round-incomplete', { what: doubt.what });
        reader.close();
        reader = undefined;
        unread.delete(phase);
        position = await thread.ask('restart', tenant, phase, true);
      } catch (error) {
        const goOn = wayOn(error, phase, reading, tried);
        if (goOn === undefined) {
          // The position in an endless list is useless. The next import starts that list again.
          if (isEndless(error)) await thread.ask('restart', tenant, phase, false);
          throw error;
        }
        reader?.close();
        reader = undefined;
        unread.delete(phase);
        position = await goOn();
      }
    }
  } finally {
    reader?.close();
  }
}

/** Returns how an import continues after a failed page; undefined if it cannot. */
function wayOn(
  error: unknown,
  phase: ImportPhase,
  { thread, tenant, refused }: Reading,
  tried: Map<string, number>,
): (() => Promise<ImportPosition | undefined>) | undefined {
  if (!(error instanceof KeydeskError)) return undefined;
  const attempt = `${phase} ${error.code}`;
  const times = tried.get(attempt) ?? 0;
  if (isEndless(error) || times >= (restarts[error.code] ?? 0)) {
    if (phase === 'users' || !isOfOnePart(error)) return undefined;
    const failure = toFailure(error);
    refused.push({ phase, failure });
    return () => thread.ask('skip', tenant, phase, failure);
  }
  tried.set(attempt, times + 1);
  return () => thread.ask('restart', tenant, phase, hasCode(error, 'graph-round-incomplete'));
}

/** Returns whether a list is endless. Reading it again would not help. */
function isEndless(error: unknown): boolean {
  return hasCode(error, 'graph-paging-stuck') && error.params.why === 'too-long';
}

/** Returns the report about entries that could not be read. */
function unreadEntries(unread: ReadonlyMap<ImportPhase, number>): RefusedPhase[] {
  return [...unread].flatMap(([phase, count]) =>
    count === 0 ? [] : [{ phase, failure: toFailure(new KeydeskError('graph-entries-unreadable', { phase, count })) }],
  );
}

/** Returns the number of users; undefined if Graph does not return it. Then only the estimate is missing. */
async function expectedUsers(delta: DeltaCalls, signal: AbortSignal): Promise<number | undefined> {
  try {
    return await delta.countUsers({ signal: AbortSignal.any([signal, AbortSignal.timeout(ESTIMATE_PATIENCE)]) });
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}
