import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { Preview, PreviewRequest } from '../../../contract/workflows/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { Timed } from '../../base/store/transactions.ts';
import { startThread } from '../../base/threads/thread.ts';
import { PROMPT_TYPES } from '../../services/events/promptTypes.ts';
import type { Leader, Term } from '../../services/record/leader.ts';
import { directoryFile } from '../directory/database/open.ts';
import { anyWorkflow, skipEvents } from './definitions.ts';
import { LONGEST_WAIT } from './engine/backOff.ts';
import type { Actors, EngineCalls, Whom } from './engine/calls.ts';
import type { EnginePlace } from './engine/engine.ts';
import { createEngineRounds } from './engineRounds.ts';

/** Runs the engine in its thread, in short steps, so that other writers do not wait long for the store. */
export interface EngineHost {
  /** Starts to poll for work. @param announce whether to announce users of imports that were not announced yet */
  start(announce: boolean): void;
  /** Resolves when all events are handled. For a person who asks for it: this Keydesk does it, whoever leads. */
  work(): Promise<void>;
  /** Does the same after an import. This desk leads from now on, because it knows the users best. */
  workImported(): Promise<void>;
  /**
   * Resolves when the events of activated keys and of created passkeys are handled, and the pending batch work for `whom`. Does not wait
   * for other batch work.
   */
  attend(whom?: Whom): Promise<void>;
  /** Resolves when all users of finished imports are announced. */
  announce(): Promise<void>;
  /** Resolves when the due runs are retried. */
  retry(): Promise<void>;
  preview(tenant: string, request: PreviewRequest): Promise<Preview>;
  close(): Promise<void>;
}

export interface EngineHostParts {
  folder: string;
  store: Store;
  leader: Leader;
  /** Binds the actors for one round. */
  bind: () => Actors;
  threadModule?: URL | undefined;
  /** Called after steps that may have appended to the activity log. */
  onDone: () => void;
  log: (message: string) => void;
}

/** Poll interval in ms. The host polls because other processes publish events too. */
const POLL = 500;
/** Delay after an error, in ms. */
const LATER = 30_000;

const here = new URL('./engine/worker.ts', import.meta.url);

export function createEngineHost({
  folder,
  store,
  leader,
  bind,
  onDone,
  log,
  threadModule = here,
}: EngineHostParts): EngineHost {
  const { database, version } = store;
  const place: EnginePlace = { folder, version };
  const thread = startThread<EngineCalls, EnginePlace>(place, threadModule, database.bridge);
  // A preview reads all users in one call. It has a separate thread, so that a user who activates a key does not wait for it.
  const previews = startThread<EngineCalls, EnginePlace>(place, threadModule);
  const rounds = createEngineRounds({ thread, database, bind, onDone });
  const closing = new AbortController();
  /** Looks for work. Without a workflow no event needs handling, so no thread is started. @param isLasting whether this Keydesk leads before there is work */
  const look = async (isLasting: boolean) => {
    const before = isLasting ? await leader.take() : undefined;
    if (!(await hasWork(database))) return;
    const term = before ?? (await leader.take());
    if (term === undefined) return;
    if (await anyWorkflow(database)) return workIn(term);
    await skipEvents(database);
  };
  const workIn = (term: Term | 'alone') => rounds.work(term === 'alone' ? undefined : term);
  /** The users of an import are in the directory of this desk only, so it announces them whoever leads. The leader does the rest. */
  const begin = () => (database.isShared ? rounds.announce() : rounds.work());
  return {
    start: announce => {
      if (announce && existsSync(directoryFile(folder)))
        begin().catch(error => closing.signal.aborted || log(`workflows: ${String(error)}`));
      poll(() => look(announce), log, closing.signal);
    },
    work: () => rounds.work(),
    workImported: async () => {
      const term = await leader.seize();
      // A station does not lead.
      if (term === undefined) await rounds.announce();
      else await workIn(term);
    },
    attend: whom => rounds.attend(whom),
    announce: rounds.announce,
    retry: rounds.retry,
    preview: (tenant, request) => previews.ask('preview', tenant, request),
    close: async () => {
      closing.abort();
      await rounds.close();
      // Others see that this desk is gone if the record cannot be told.
      await leader.release().catch(error => log(`workflows: ${String(error)}`));
      await Promise.all([thread.close(), previews.close()]);
    },
  };
}

/** Looks for work repeatedly, until the signal aborts or a newer Keydesk has taken over the data folder. */
function poll(look: () => Promise<void>, log: (message: string) => void, ended: AbortSignal, wait = POLL): void {
  const timer = setTimeout(async () => {
    let next = POLL;
    try {
      await look();
    } catch (error) {
      if (!ended.aborted) log(`workflows: ${String(error)}`);
      // A newer Keydesk has taken over the data folder, so this one must not write any more.
      if (hasCode(error, 'database-newer')) return;
      // A lock is short. Other errors last longer.
      if (!hasCode(error, 'database-busy')) next = LATER;
    } finally {
      ended.removeEventListener('abort', stop);
    }
    if (!ended.aborted) poll(look, log, ended, next);
  }, wait).unref();
  const stop = () => clearTimeout(timer);
  ended.addEventListener('abort', stop, { once: true });
}

/** Returns whether there are unhandled events, due runs, or an unfinished pass. Runs twice a second. */
export async function hasWork(database: Timed): Promise<boolean> {
  const now = database.now();
  const { rows } = await sql<{ work: number }>`SELECT
    (SELECT max(seq) FROM event) > (SELECT seq FROM engine_place WHERE name = 'events')
      OR EXISTS (SELECT 1 FROM event WHERE seq > (SELECT seq FROM engine_place WHERE name = 'people')
        AND type IN ${sql.raw(PROMPT_TYPES)})
      OR EXISTS (SELECT 1 FROM workflow_run WHERE next_at <= ${now})
      OR EXISTS (SELECT 1 FROM workflow_run WHERE next_at > ${now + LONGEST_WAIT})
      OR EXISTS (SELECT 1 FROM workflow_pass WHERE finished_at IS NULL) AS work`.execute(database);
  return rows[0]?.work === 1;
}
