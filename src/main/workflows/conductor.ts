import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import type { Preview, PreviewRequest } from '../../contract/workflows.ts';
import type { Actor } from '../activity/actor.ts';
import { directoryFile } from '../directory/database/open.ts';
import type { Store } from '../store/database.ts';
import { startThread } from '../threads/thread.ts';
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
  any: () => Promise<boolean>;
  threadModule?: URL | undefined;
  /** Called after steps that may have appended to the activity log. */
  onDone: () => void;
  log: (message: string) => void;
}

/** How often the store is looked at: events come from other processes too. In ms. */
const POLL = 500;
/** After trouble, in ms. */
const LATER = 30_000;

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
      for (const task of tasks) while (!closed && (await task()));
    } while (again && !closed);
    parts.onDone();
  };
  const work = (): Promise<void> => {
    again = true;
    working ??= all().finally(() => {
      working = undefined;
    });
    return working;
  };

  /** Without any workflow, events just pass by, and no thread is needed for that. */
  const look = async () => {
    const { rows } = await sql<{ events: number; others: number }>`SELECT
      (SELECT max(seq) FROM event) > (SELECT seq FROM engine_place WHERE name = 'events') AS events,
      EXISTS (SELECT 1 FROM workflow_run WHERE next_at <= ${Date.now()})
        OR EXISTS (SELECT 1 FROM workflow_pass WHERE finished_at IS NULL) AS others`.execute(database);
    if (rows[0]?.events !== 1 && rows[0]?.others !== 1) return;
    if (await parts.any()) return work();
    await sql`UPDATE engine_place SET seq = (SELECT max(seq) FROM event) WHERE name = 'events'`.execute(database);
  };
  const poll = (wait: number) => {
    timer = setTimeout(async () => {
      let next = POLL;
      try {
        await look();
      } catch (error) {
        if (!closed) log(`workflows: ${String(error)}`);
        next = LATER;
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
