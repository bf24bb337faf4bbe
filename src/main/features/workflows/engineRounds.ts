import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../base/store/transactions.ts';
import type { Thread } from '../../base/threads/thread.ts';
import type { Actors, EngineCalls, Whom } from './engine/calls.ts';

/** So many steps without a rest, which is as long as this, in ms. */
const STEPS = 5;
const REST = 2;

export interface RoundParts {
  readonly thread: Pick<Thread<EngineCalls>, 'ask'>;
  readonly database: Pick<Database, 'writesDone'>;
  /** Binds who is signed in where, for one round. */
  readonly bind: () => Actors;
  /** Called after steps that may have appended to the activity log. */
  readonly onDone: () => void;
}

/** Lets the engine work, step by step. */
export interface EngineRounds {
  /** Resolves when everything that has happened is handled. */
  work(): Promise<void>;
  /** Handles the events of people, and what batches have still to do for `whom`. */
  attend(whom: Whom | undefined): Promise<void>;
  /** Announces the users of imports. */
  announce(): Promise<void>;
  /** Tries the runs again that are due. */
  retry(): Promise<void>;
  /** Begins no more steps, and waits for the round under way. Never rejects. */
  close(): Promise<void>;
}

export function createEngineRounds({ thread, database, bind, onDone }: RoundParts): EngineRounds {
  let working: Promise<void> | undefined;
  let again = false;
  let closed = false;
  const announce = () => thread.ask('announce');
  const attend = (actors: Actors, whom?: Whom) => thread.ask('attend', actors, whom);
  const untilDone = async (task: () => Promise<boolean>) => {
    for (let steps = 1; !closed && (await task()); steps++) await letOthersWrite(database, steps);
  };
  const all = async () => {
    do {
      again = false;
      const actors = bind();
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
    onDone();
  };
  return {
    work: () => {
      again = true;
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
    announce: () => untilDone(announce),
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

/** A step comes right after the other: without a rest, other processes would hardly ever get the lock. */
async function letOthersWrite(database: RoundParts['database'], steps: number): Promise<void> {
  await database.writesDone();
  if (steps % STEPS === 0) await delay(REST);
}
