import { isYounger } from '../../../base/store/documents.ts';

/** Delay of the first check after the start, and interval of later checks, in ms. */
const SOON = 3000;
const LOOK = 30_000;
const MINUTE = 60_000;

/** The import of one tenant. */
export interface ScheduledImport {
  /** Returns when any Keydesk last imported the directory, in ISO 8601; null if never. */
  lastAt(): Promise<string | null>;
  /** Returns whether the tenant answers. If not, no import starts, so that a missing network is not reported repeatedly. */
  reachable(): Promise<boolean>;
  /** Imports. Never rejects because the import failed. */
  run(): Promise<unknown>;
}

export interface ScheduleParts {
  /** Returns the minutes between imports; null for no automatic import. */
  every: () => number | null;
  /** Binds the connected tenant for one check. */
  bind: () => ScheduledImport;
  log: (message: string) => void;
  clock?: () => number;
}

export interface Schedule {
  /** Imports if an import is due, and resolves when it has ended. Never rejects. */
  look(): Promise<void>;
  /** Stops the checks. A running import continues. */
  close(): void;
}

/**
 * Imports the changes at an interval while this Keydesk runs. The interval starts at the last import in the data folder, so a restart or a
 * second Keydesk does not import earlier. A failed import is retried after the same interval.
 */
export function scheduleImports(parts: ScheduleParts): Schedule {
  const { every, bind, log } = parts;
  const clock = parts.clock ?? Date.now;
  let tried = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const isDue = async (minutes: number, { lastAt }: ScheduledImport) => {
    const imported = Date.parse((await lastAt()) ?? '');
    const [now, wait] = [clock(), minutes * MINUTE];
    // Both times are checked separately: an import time in the future, from a wrong clock, must not hide the last attempt.
    return !isYounger(tried, now, wait) && !isYounger(imported, now, wait);
  };
  const look = async () => {
    try {
      const minutes = every();
      if (minutes === null) return;
      const next = bind();
      if (!(await isDue(minutes, next)) || !(await next.reachable()) || closed) return;
      tried = clock();
      await next.run();
    } catch (error) {
      log(`scheduled import: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const later = (wait: number) => {
    timer = setTimeout(async () => {
      await look();
      if (!closed) later(LOOK);
    }, wait);
    timer.unref();
  };
  later(SOON);

  return {
    look,
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
