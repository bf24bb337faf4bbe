import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { hasCode } from '../../contract/failure.ts';
import type { Preview, PreviewRequest } from '../../contract/workflows.ts';
import type { Actor } from '../activity/actor.ts';
import { directoryFile } from '../directory/database/open.ts';
import type { Store } from '../store/database.ts';
import type { Schema } from '../store/schema.ts';
import { startThread } from '../threads/thread.ts';
import type { Definitions } from './definitions.ts';
import type { EngineCalls } from './engine/calls.ts';

/** Keeps the engine going: step by step in its thread, so that nobody waits long for the store in between. */
export interface Conductor {
  /** Looks for work now and then, from now on. `announce`: also for users of imports that nobody was told of. */
  start(announce: boolean): void;
  /** Resolves when everything that has happened is handled. */
  work(): Promise<void>;
  preview(tenant: string, request: PreviewRequest): Promise<Preview>;
  close(): Promise<void>;
}

export interface ConductorParts {
  folder: string;
  store: Store;
  actor: () => Actor;
  definitions: Pick<Definitions, 'any' | 'skipEvents'>;
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
  const { folder, actor, log } = parts;
  const { database } = parts.store;
  const thread = startThread<EngineCalls>(folder, parts.threadModule ?? here);
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;
  let again = false;
  let closed = false;

  const all = async () => {
    const tasks = [
      () => thread.ask('announce'),
      () => thread.ask('step', actor()),
      () => thread.ask('pass', actor()),
      () => thread.ask('retry', actor()),
    ];
    do {
      again = false;
      for (const task of tasks) {
        for (let steps = 1; !closed && (await task()); steps++) await letOthersWrite(steps);
      }
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
    if (await parts.definitions.any()) return work();
    await parts.definitions.skipEvents();
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
    preview: (tenant, request) => thread.ask('preview', tenant, request),
    close: async () => {
      closed = true;
      clearTimeout(timer);
      // The caller of `work` logs its error.
      await working?.catch(() => undefined);
      await thread.close();
    },
  };
}

/** Whether there are events that the engine has not handled, runs to try again, or a pass that is not over. Asked twice a second. */
export async function hasWork(database: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ work: number }>`SELECT
    (SELECT max(seq) FROM event) > (SELECT seq FROM engine_place WHERE name = 'events')
      OR EXISTS (SELECT 1 FROM workflow_run WHERE next_at <= ${Date.now()})
      OR EXISTS (SELECT 1 FROM workflow_pass WHERE finished_at IS NULL) AS work`.execute(database);
  return rows[0]?.work === 1;
}
