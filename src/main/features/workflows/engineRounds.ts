import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../base/store/transactions.ts';
import type { Thread } from '../../base/threads/thread.ts';
import type { Term } from '../../services/record/leader.ts';
import type { Actors, EngineCalls, Whom } from './engine/calls.ts';

/** Number of steps between two rests, and the length of a rest in ms. */
const STEPS = 5;
const REST = 2;

export interface RoundParts {
  readonly thread: Pick<Thread<EngineCalls>, 'ask'>;
  readonly database: Pick<Database, 'writesDone'>;
  /** Binds the actors for one round. */
  readonly bind: () => Actors;
  /** Called after steps that may have appended to the activity log. */
  readonly onDone: () => void;
}

/** Runs the engine, step by step. */
export interface EngineRounds {
  /** Resolves when all events are handled. @param term Ends early if another Keydesk leads. Without one, a person asked for the work */
  work(term?: Term): Promise<void>;
  /** Handles the prompt events, and the pending batch work for `whom`. */
  attend(whom: Whom | undefined): Promise<void>;
  /** Announces the users of imports. */
  announce(): Promise<void>;
  /** Retries the due runs. */
  retry(): Promise<void>;
  /** Starts no more steps, and waits for the running round. Never rejects. */
  close(): Promise<void>;
}

export function createEngineRounds({ thread, database, bind, onDone }: RoundParts): EngineRounds {
  let working: Promise<void> | undefined;
  let again = false;
  let closed = false;
  /** The term of the running round; undefined once a person has asked for the work. */
  let led: Term | undefined;
  const announce = () => thread.ask('announce', led);
  const attend = (actors: Actors, whom?: Whom, term?: Term) => thread.ask('attend', actors, whom, term);
  const untilDone = async (task: () => Promise<boolean>) => {
    for (let steps = 1; !closed && (await task()); steps++) await letOthersWrite(database, steps);
  };
  const all = async () => {
    do {
      again = false;
      const actors = bind();
      // Prompt events come first. They need no directory, so a damaged directory does not stop them.
      const tasks = [
        () => attend(actors, undefined, led),
        announce,
        () => thread.ask('step', actors, led),
        () => thread.ask('pass', actors, led),
        () => thread.ask('retry', actors, led),
      ];
      for (const task of tasks) await untilDone(task);
    } while (again && !closed);
    onDone();
  };
  return {
    work: term => {
      again = true;
      if (working === undefined || term === undefined) led = term;
      working ??= all().finally(() => {
        working = undefined;
      });
      return working;
    },
    attend: async whom => {
      const actors = bind();
      await attend(actors, whom);
      await untilDone(() => attend(actors));
      onDone();
    },
    announce: () => untilDone(() => thread.ask('announce')),
    retry: async () => {
      const actors = bind();
      await untilDone(() => thread.ask('retry', actors));
      onDone();
    },
    close: async () => {
      closed = true;
      // The caller of `work` logs its error.
      await working?.catch(() => undefined);
    },
  };
}

/** Rests after several steps. Without a rest, other processes would rarely get the lock. */
async function letOthersWrite(database: RoundParts['database'], steps: number): Promise<void> {
  await database.writesDone();
  if (steps % STEPS === 0) await delay(REST);
}
