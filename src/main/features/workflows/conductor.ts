import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { Preview, PreviewRequest } from '../../../contract/workflows/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { Schema } from '../../base/store/schema.ts';
import { startThread } from '../../base/threads/thread.ts';
import { PROMPT_TYPES } from '../../services/events/promptTypes.ts';
import { directoryFile } from '../directory/database/open.ts';
import { anyWorkflow, skipEvents } from './definitions.ts';
import { LONGEST_WAIT } from './engine/backOff.ts';
import type { Actors, EngineCalls, Whom } from './engine/calls.ts';
import type { EnginePlace } from './engine/engine.ts';

/** Keeps the engine going: step by step in its thread, so that nobody waits long for the store in between. */
export interface Conductor {
  /** Looks for work now and then, from now on. `announce`: also for users of imports that nobody was told of. */
  start(announce: boolean): void;
  /** Resolves when everything that has happened is handled. */
  work(): Promise<void>;
  /**
   * Resolves when the events of keys that were activated and passkeys that were made are handled, and what batches have still to
   * do for `whom`. It does not wait for batches.
   */
  attend(whom?: Whom): Promise<void>;
  /** Resolves when all users that finished imports brought are announced. */
  announce(): Promise<void>;
  /** Resolves when the runs that are due are tried again. */
  retry(): Promise<void>;
  preview(tenant: string, request: PreviewRequest): Promise<Preview>;
  close(): Promise<void>;
}

export interface ConductorParts {
  folder: string;
  store: Store;
  /** Binds who is signed in where, for one round. */
  bind: () => Actors;
  threadModule?: URL | undefined;
  /** Called after steps that may have appended to the activity log. */
  onDone: () => void;
  log: (message: string) => void;
}

/** How often the store is looked at: events come from other processes too. In ms. */
const POLL = 500;
/** After trouble, in ms. */
const LATER = 30_000;
/** So many steps without a rest, which is as long as this, in ms. */
const STEPS = 5;
const REST = 2;

const here = new URL('./engine/worker.ts', import.meta.url);

export function createConductor(parts: ConductorParts): Conductor {
  const { folder, log } = parts;
  const { database, version } = parts.store;
  const place: EnginePlace = { folder, version };
  const module = parts.threadModule ?? here;
  const thread = startThread<EngineCalls, EnginePlace>(place, module);
  // A preview goes through all users at once: no one who activates a key waits for that.
  const previews = startThread<EngineCalls, EnginePlace>(place, module);
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;
  let again = false;
  let closed = false;

  const announce = () => thread.ask('announce');
  const attend = (actors: Actors, whom?: Whom) => thread.ask('attend', actors, whom);
  const untilDone = async (task: () => Promise<boolean>) => {
    for (let steps = 1; !closed && (await task()); steps++) await letOthersWrite(steps);
  };
  const all = async () => {
    do {
      again = false;
      const actors = parts.bind();
      // Events of people first: they need no directory, so that one that is damaged does not stop them.
      const tasks = [
        () => attend(actors),
        announce,
        () => thread.ask('step', actors),
        () => thread.ask('pass', actors),
        () => thread.ask('retry', actors),
      ];
      for (const task of tasks) await untilDone(task);
    } while (again && !closed);
    parts.onDone();
  };
  /** A step comes right after the other: without a rest, other processes would hardly ever get the lock. */
  const letOthersWrite = async (steps: number) => {
    await database.writesDone();
    if (steps % STEPS === 0) await delay(REST);
  };
  const work = (): Promise<void> => {
    again = true;
    working ??= all().finally(() => {
      working = undefined;
    });
    return working;
  };

  /** Without any workflow no event needs to be handled, and no thread is needed for that. */
  const look = async () => {
    if (!(await hasWork(database))) return;
    if (await anyWorkflow(database)) return work();
    await skipEvents(database);
  };
  const poll = (wait: number) => {
    timer = setTimeout(async () => {
      let next = POLL;
      try {
        await look();
      } catch (error) {
        if (!closed) log(`workflows: ${String(error)}`);
        // A newer Keydesk has taken over the data folder: this one writes nothing any more.
        if (hasCode(error, 'database-newer')) return;
        // A lock is soon free; other trouble stays for a while.
        if (!hasCode(error, 'database-busy')) next = LATER;
      }
      if (!closed) poll(next);
    }, wait).unref();
  };

  return {
    start: announce => {
      if (announce && existsSync(directoryFile(folder)))
        work().catch(error => closed || log(`workflows: ${String(error)}`));
      poll(POLL);
    },
    work,
    attend: async whom => {
      const actors = parts.bind();
      await attend(actors, whom);
      await untilDone(() => attend(actors));
      parts.onDone();
    },
    announce: () => untilDone(announce),
    retry: async () => {
      const actors = parts.bind();
      await untilDone(() => thread.ask('retry', actors));
      parts.onDone();
    },
    preview: (tenant, request) => previews.ask('preview', tenant, request),
    close: async () => {
      closed = true;
      clearTimeout(timer);
      // The caller of `work` logs its error.
      await working?.catch(() => undefined);
      await Promise.all([thread.close(), previews.close()]);
    },
  };
}

/** Whether there are events that the engine has not handled, runs to try again, or a pass that is not over. Asked twice a second. */
export async function hasWork(database: Kysely<Schema>): Promise<boolean> {
  const now = Date.now();
  const { rows } = await sql<{ work: number }>`SELECT
    (SELECT max(seq) FROM event) > (SELECT seq FROM engine_place WHERE name = 'events')
      OR EXISTS (SELECT 1 FROM event WHERE seq > (SELECT seq FROM engine_place WHERE name = 'people')
        AND type IN ${sql.raw(PROMPT_TYPES)})
      OR EXISTS (SELECT 1 FROM workflow_run WHERE next_at <= ${now})
      OR EXISTS (SELECT 1 FROM workflow_run WHERE next_at > ${now + LONGEST_WAIT})
      OR EXISTS (SELECT 1 FROM workflow_pass WHERE finished_at IS NULL) AS work`.execute(database);
  return rows[0]?.work === 1;
}
