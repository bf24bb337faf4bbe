import { join } from 'node:path';
import type { ImportCounts, ImportEvent, ImportPhase, RefusedPhase } from '../../../../contract/directory/schema.ts';
import { type ErrorCode, KeydeskError } from '../../../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../../../contract/errors/failure.ts';
import { takeFileLock } from '../../../base/store/fileLock.ts';
import type { DeltaCalls } from '../../../services/graph/delta.ts';
import { LONGEST_UNSEEN_WAIT, type WaitListener, watchingWaits } from '../../../services/graph/waits.ts';
import { nothingCounted } from '../database/tenantRow.ts';
import type { DirectoryThread } from '../database/thread.ts';
import type { ImportPosition, RoundDoubt } from '../database/writer.ts';
import { Pace } from './pace.ts';
import { realWait, type Wait } from './patience.ts';
import { type ImportLimits, type PagesAhead, type ReaderParts, readAhead, type WritePage } from './readAhead.ts';

export interface ImporterParts {
  folder: string;
  thread: DirectoryThread;
  /** Names the tenant whose directory it is. @throws KeydeskError not-connected */
  tenant: () => string | Promise<string>;
  delta: () => DeltaCalls;
  /** How it waits where Graph asks for a pause. */
  wait?: Wait;
  /** For tests: lists longer than this have no end. */
  limits?: ImportLimits;
}

export interface ImportRequest {
  /** Reads everything again, instead of what changed since the last import. */
  full: boolean;
  signal: AbortSignal;
}

/** What an import ended as: every event but progress. */
export type ImportEnd = Exclude<ImportEvent, { kind: 'progress' }>;

/** Shorter waits are over before a person has read of them, in ms. */
const WORTH_SHOWING = 2000;
/** An import waits no longer for an estimate, in ms. */
const ESTIMATE_PATIENCE = 5000;

/** What a new round may mend, and how often one import tries that with each phase before it is an error. */
const restarts: Partial<Record<ErrorCode, number>> = {
  'graph-delta-expired': 2,
  'graph-round-incomplete': 1,
  'graph-paging-stuck': 1,
};
/**
 * What no part of an import can be read after: a sign-in or a network that is gone, and what the data folder refuses. Any other
 * failure of Graph's is of the one part that was asked for, and leaves that one out.
 */
const ofEveryPart: readonly ErrorCode[] = ['graph-unauthorized', 'graph-unreachable'];

function isOfOnePart({ code }: KeydeskError): boolean {
  return code.startsWith('graph-') && !ofEveryPart.includes(code);
}

/**
 * Imports users, groups and memberships, and who has a passkey: the first time everything, then what changed. Pages are
 * written together with the place where to go on, while the next one is fetched. A part other than users that
 * cannot be read is left out and told at the end. One import a data folder at a time. Never rejects.
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
    // Pages are read ahead: what waits may be a phase further on than what is written.
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
    // Longer waits are this import's own (patience.ts).
    await watchingWaits(showWait, read, LONGEST_UNSEEN_WAIT);
    counts = await thread.ask('counts', last.import);
    refused.push(...unreadEntries(unread));
    return { kind: 'done', full: last.full, counts, seconds: (performance.now() - began) / 1000, refused };
  } catch (error) {
    const failure = toFailure(error);
    const stopped = signal.aborted && hasCode(error, 'cancelled');
    if (started !== undefined) {
      // The failure of the import is the news. Each page was written with the place where to go on.
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
  /** How many entries of each phase could not be read. */
  readonly unread: Map<ImportPhase, number>;
  /** The phases that were left out. */
  readonly refused: RefusedPhase[];
}

/** Reads and writes page after page, and gives where the import stands after each. */
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
          // The place in a list without end is worth nothing: the next import begins that list again.
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

/** How an import goes on after a page that could not be had; undefined where it does not. */
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

/** Reading such a list once more takes as long, and has no other end. */
function isEndless(error: unknown): boolean {
  return hasCode(error, 'graph-paging-stuck') && error.params.why === 'too-long';
}

/** What is told of entries that could not be read. */
function unreadEntries(unread: ReadonlyMap<ImportPhase, number>): RefusedPhase[] {
  return [...unread].flatMap(([phase, count]) =>
    count === 0 ? [] : [{ phase, failure: toFailure(new KeydeskError('graph-entries-unreadable', { phase, count })) }],
  );
}

/** How many users there are; undefined where Graph does not tell, which costs only the estimate. */
async function expectedUsers(delta: DeltaCalls, signal: AbortSignal): Promise<number | undefined> {
  try {
    return await delta.countUsers({ signal: AbortSignal.any([signal, AbortSignal.timeout(ESTIMATE_PATIENCE)]) });
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}
