import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Failure, hasCode, toFailure } from '../../../../contract/errors/failure.ts';
import { startThread } from '../../threads/thread.ts';
import { markSuspect } from './check.ts';

/** The calls of the check thread: the tables, and the damage of one table. */
export interface IntegrityCalls {
  tables(): string[];
  fault(table: string): string | null;
}

/** Checks the whole record in the background at intervals, because a start checks only its beginning. */
export interface IntegrityWatch {
  /** Returns the damage that was found, or null if there is none. */
  damage(): Failure | null;
  /** Checks the whole record now. Never rejects. */
  check(): Promise<void>;
  start(): void;
  close(): Promise<void>;
}

export interface IntegrityWatchParts {
  readonly folder: string;
  readonly threadModule?: URL | undefined;
  readonly log: (message: string) => void;
}

/** The first check waits until the start is over. Later ones are rare, because disks seldom get damaged. In ms. */
const FIRST = 5 * 60_000;
const EVERY = 24 * 3600_000;
/** The pause between two tables, in ms. */
const REST = 200;

const here = new URL('./worker.ts', import.meta.url);

export function createIntegrityWatch({ folder, threadModule = here, log }: IntegrityWatchParts): IntegrityWatch {
  const file = join(folder, 'keydesk.db');
  const thread = startThread<IntegrityCalls>(folder, threadModule);
  let damage: Failure | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let running = Promise.resolve();

  const found = (failure: Failure) => {
    log(`record: ${failure.code} ${failure.cause?.join(' ') ?? ''}`);
    damage = failure;
    markSuspect(file);
  };
  const check = async () => {
    try {
      for (const table of await thread.ask('tables')) {
        if (closed) return;
        const fault = await thread.ask('fault', table);
        if (fault !== null) return found({ code: 'database-damaged', params: { file }, cause: [fault] });
        await delay(REST);
      }
    } catch (error) {
      if (hasCode(error, 'database-damaged')) found(toFailure(error));
      // A lock or a full disk does not mean damage: the next check tries again.
      else if (!closed) log(`record: not checked: ${String(error)}`);
    }
  };
  const checkInTurn = () => {
    running = running.then(check);
    return running;
  };
  const later = (wait: number) => {
    timer = setTimeout(() => void checkInTurn().then(() => closed || later(EVERY)), wait).unref();
  };

  return {
    damage: () => damage,
    check: checkInTurn,
    start: () => later(FIRST),
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await thread.close();
      await running;
    },
  };
}
