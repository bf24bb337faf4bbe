import type { DatabaseSync } from 'node:sqlite';
import type { Immediate } from '../../../base/store/immediate.ts';
import type { Actors } from './calls.ts';
import { type EventRow, eventHandler, type HandlerParts } from './handle.ts';
import { createMatcher } from './matcher.ts';
import type { Directory, DirectoryOpener } from './openDirectory.ts';
import type { Queues } from './queues.ts';
import { rowWriter } from './rows.ts';

/** What a step works with. Cached until the database, the directory or the actors change. */
export interface StepParts extends HandlerParts {
  handle(event: EventRow): void;
}

/** A step whose prompt events are handled. */
export interface Step {
  readonly parts: StepParts;
  /** Whether there may be more prompt events. */
  readonly more: boolean;
  /** Why the directory cannot be read until a person acts. */
  readonly trouble: unknown;
}

export interface Steps {
  /** Handles the next prompt events, then runs `work`, in one transaction. */
  within<T>(actors: Actors, work: (step: Step) => T): T;
  /**
   * Does the same for work that needs the directory.
   * @throws KeydeskError why the directory cannot be read, after the prompt events are handled
   */
  withinDirectory(actors: Actors, work: (parts: StepParts) => boolean): boolean;
}

export interface StepContext {
  readonly db: DatabaseSync;
  readonly opener: DirectoryOpener;
  readonly queues: Queues;
  readonly immediate: Immediate;
  readonly now: () => number;
}

export function createSteps({ db, opener, queues, immediate, now }: StepContext): Steps {
  const partsFor = cachedParts(db, now);
  const within: Steps['within'] = (actors, work) =>
    immediate(() => {
      const directory = opener.directory();
      const parts = partsFor(actors, directory);
      return work({ parts, more: queues.prompt(parts.handle), trouble: directory.trouble });
    });
  return {
    within,
    withinDirectory: (actors, work) => {
      let failure: unknown;
      const result = within(actors, ({ parts, trouble }) => {
        failure = trouble;
        return trouble === undefined && work(parts);
      });
      if (failure !== undefined) throw failure;
      return result;
    },
  };
}

/** Returns a function that returns the parts of a step, and caches the last ones. */
function cachedParts(db: DatabaseSync, now: () => number): (actors: Actors, directory: Directory) => StepParts {
  const version = db.prepare('PRAGMA data_version');
  let last: { readonly key: string; readonly parts: StepParts } | undefined;
  return (actors, { people, changes }) => {
    const key = JSON.stringify([version.get(), changes, people !== undefined, actors]);
    if (last?.key !== key) last = { key, parts: newParts({ db, people, now }, actors) };
    return last.parts;
  };
}

function newParts(of: Pick<HandlerParts, 'db' | 'people' | 'now'>, actors: Actors): StepParts {
  const { db, people, now } = of;
  const parts = { ...of, matcher: createMatcher(db, people), rows: rowWriter(db, actors, now) };
  return { ...parts, handle: eventHandler(parts) };
}
