import { isYounger } from '../../../base/store/documents.ts';

/** The first look after the start, when everything else has begun, and how often after that, in ms. */
const SOON = 3000;
const LOOK = 30_000;
const MINUTE = 60_000;

/** The import of one tenant. */
export interface ScheduledImport {
  /** When the directory was imported last, by any Keydesk; null for never. ISO 8601. */
  lastAt(): Promise<string | null>;
  /** Whether the tenant answers. If not, no import begins, so that a missing network is not reported again and again. */
  reachable(): Promise<boolean>;
  /** Never rejects for what an import fails of. */
  run(): Promise<unknown>;
}

export interface ScheduleParts {
  /** Minutes from one import to the next; null for none. */
  every: () => number | null;
  /** Binds the connected tenant, for one look. */
  bind: () => ScheduledImport;
  log: (message: string) => void;
  clock?: () => number;
}

export interface Schedule {
  /** Imports where that is due, and resolves when it is over. Never rejects. */
  look(): Promise<void>;
  /** Looks no more; an import that runs goes on. */
  close(): void;
}

/**
 * Imports what changed every so often while this Keydesk runs. Counted is from the last import in the data folder, so that
 * neither a restart nor a second Keydesk brings one sooner; one that failed is tried again after the same time.
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
    // Each for itself: a time of an import that lies ahead, from a wrong clock, must not hide the last try.
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
