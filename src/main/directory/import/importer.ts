import { join } from 'node:path';
import type { ImportCounts, ImportEvent } from '../../../contract/directory.ts';
import { KeydeskError } from '../../../contract/errors.ts';
import { hasCode, toFailure } from '../../../contract/failure.ts';
import type { DeltaCalls } from '../../graph/delta.ts';
import { takeFileLock } from '../../store/fileLock.ts';
import { nothingCounted } from '../database/tenantRow.ts';
import type { DirectoryThread } from '../database/thread.ts';
import type { ImportPosition } from '../database/writer.ts';
import { Pace } from './pace.ts';
import { type PagesAhead, readAhead, type WritePage } from './readAhead.ts';

export interface ImporterParts {
  folder: string;
  thread: DirectoryThread;
  /** Names the tenant whose directory it is. @throws KeydeskError not-connected */
  tenant: () => string;
  delta: () => DeltaCalls;
}

export interface ImportRequest {
  /** Reads everything again, instead of what changed since the last import. */
  full: boolean;
  signal: AbortSignal;
}

/** What an import ended as: every event but progress. */
export type ImportEnd = Exclude<ImportEvent, { kind: 'progress' }>;

/** How often Graph may forget its links within one import before that is an error. */
const RESTARTS = 2;

/**
 * Imports users, groups and memberships, and who has a passkey: the first time everything, then what changed. Pages are
 * written together with the place where to go on, while the next one is fetched. One import a data folder at a time. Never
 * rejects.
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
    const [tenant, delta] = [parts.tenant(), parts.delta()];
    release = takeFileLock(join(parts.folder, 'import.lock'));
    if (release === undefined) throw new KeydeskError('import-running');
    started = tenant;
    const first = await thread.ask('begin', tenant, full);
    const pace = new Pace(first.full ? await expectedUsers(delta, signal) : undefined);
    let last = first;
    for await (const position of pages(thread, tenant, first, delta, signal)) {
      last = position;
      ({ counts } = position);
      tell({ kind: 'progress', phase: position.phase, full: position.full, counts, ...pace.after(position) });
    }
    counts = await thread.ask('counts', last.import);
    return { kind: 'done', full: last.full, counts, seconds: (performance.now() - began) / 1000 };
  } catch (error) {
    const failure = toFailure(error);
    const stopped = signal.aborted && hasCode(error, 'cancelled');
    if (started !== undefined) {
      await thread.ask('stop', started, stopped ? undefined : failure).catch(() => undefined);
    }
    return stopped ? { kind: 'stopped', counts } : { kind: 'failed', failure, counts };
  } finally {
    release?.();
  }
}

/** Reads and writes page after page, and gives where the import stands after each. */
async function* pages(
  thread: DirectoryThread,
  tenant: string,
  first: ImportPosition,
  delta: DeltaCalls,
  signal: AbortSignal,
): AsyncGenerator<ImportPosition> {
  const write: WritePage = (page, end) => thread.ask('write', tenant, page, end);
  let restarts = 0;
  let position: ImportPosition | undefined = first;
  let reader: PagesAhead | undefined;
  try {
    while (position !== undefined) {
      yield position;
      if (signal.aborted) throw new KeydeskError('cancelled');
      try {
        reader ??= readAhead(delta, position, write, signal);
        const written = await reader.next();
        if (written === undefined) throw new Error(`nothing was left to read at ${position.phase}`);
        position = await written.position;
      } catch (error) {
        if (!hasCode(error, 'graph-delta-expired') || restarts++ >= RESTARTS) throw error;
        reader?.close();
        reader = undefined;
        position = await thread.ask('restart', tenant);
      }
    }
  } finally {
    reader?.close();
  }
}

/** How many users there are; undefined where Graph does not tell, which costs only the estimate. */
async function expectedUsers(delta: DeltaCalls, signal: AbortSignal): Promise<number | undefined> {
  try {
    return await delta.countUsers({ signal });
  } catch (error) {
    if (hasCode(error, 'cancelled')) throw error;
    return undefined;
  }
}
