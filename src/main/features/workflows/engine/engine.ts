import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { immediateOn } from '../../../base/store/immediate.ts';
import { LOCK_WAIT } from '../../../base/store/openDatabase.ts';
import { storageError } from '../../../base/store/storageError.ts';
import { tenantNamesIn } from '../../../base/store/tenantNames.ts';
import { directoryFile } from '../../directory/database/open.ts';
import { isLastingTrouble } from '../../directory/trouble.ts';
import { announceUsers } from './announce.ts';
import type { Actors, EngineCalls, Whom } from './calls.ts';
import { type EventRow, eventHandler, type HandlerParts } from './handle.ts';
import { createMatcher } from './matcher.ts';
import { continuePass, passAhead } from './pass.ts';
import { openPeople, type People } from './people.ts';
import { previewOf } from './preview.ts';
import { eventQueues } from './queues.ts';
import { retryRuns } from './retry.ts';
import { rowWriter } from './rows.ts';

/** The files that the engine works with. */
export interface EnginePlace {
  /** The data folder. */
  readonly folder: string;
  /** The database version that this Keydesk writes. */
  readonly version: number;
}

/** The imported directory, if there is one and it can be read. */
interface Directory {
  readonly people: People | undefined;
  /** Changes with every write by another connection. */
  readonly changes: number | undefined;
  /** Why the directory cannot be read until a person acts. */
  readonly trouble?: unknown;
}

/**
 * Opens the engine of workflows of a data folder. Each step is one immediate transaction that writes the results of an event together with
 * the place in its queue. So each event is handled once, even if a process is killed or several Keydesks run.
 */
export function openEngine({ folder, version }: EnginePlace): EngineCalls & { close(): void } {
  const file = join(folder, 'keydesk.db');
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: LOCK_WAIT });
  // Ids are random, so each step changes pages all over the file. Fewer checkpoints write each page less often.
  db.exec(
    'PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 8000; PRAGMA temp_store = MEMORY;',
  );
  const names = tenantNamesIn(db);
  let opened: People | undefined;
  // The directory may not exist until the first import.
  const directory = (): Directory => {
    try {
      opened ??= openPeople(folder, names);
      return { people: opened, changes: opened?.changes() };
    } catch (error) {
      const trouble = storageError(directoryFile(folder), error);
      if (!isLastingTrouble(trouble)) throw trouble;
      return { people: undefined, changes: undefined, trouble };
    }
  };
  /** Returns the people of the directory. @throws KeydeskError why the directory cannot be read */
  const people = (): People | undefined => {
    const { people: known, trouble } = directory();
    if (trouble !== undefined) throw trouble;
    return known;
  };

  const queues = eventQueues(db, names);
  const immediate = immediateOn({ sqlite: db, file, version });
  const changes = db.prepare('PRAGMA data_version');
  let known: Directory = { people: undefined, changes: undefined };
  const newParts = memoized((_versions: unknown, actors: Actors): HandlerParts & { handle(event: EventRow): void } => {
    const parts = {
      db,
      people: known.people,
      matcher: createMatcher(db, known.people),
      rows: rowWriter(db, actors),
    };
    return { ...parts, handle: eventHandler(parts) };
  });
  /** Handles the next prompt events, then runs `work`, in one transaction. */
  const within = <T>(actors: Actors, work: (parts: ReturnType<typeof newParts>, more: boolean) => T): T =>
    immediate(() => {
      known = directory();
      const parts = newParts([changes.get(), known.changes, known.people !== undefined], actors);
      return work(parts, queues.prompt(parts.handle));
    });
  /**
   * Does the same for work that needs the directory.
   * @throws KeydeskError why the directory cannot be read, after the prompt events are handled
   */
  const withinDirectory = (actors: Actors, work: (parts: ReturnType<typeof newParts>) => boolean): boolean => {
    const result = within(actors, parts => known.trouble === undefined && work(parts));
    if (known.trouble !== undefined) throw known.trouble;
    return result;
  };

  const workAhead = (whom: Whom, parts: ReturnType<typeof newParts>) => {
    try {
      queues.ahead(whom, parts.handle);
      passAhead(parts, whom);
    } catch (error) {
      // Batches need the directory. An activation does not.
      if (!isLastingTrouble(error)) throw error;
    }
  };

  return {
    attend: (actors, whom) =>
      within(actors, (parts, more) => {
        if (whom !== undefined && known.trouble === undefined) workAhead(whom, parts);
        return more;
      }),
    announce: () => {
      const imported = people();
      return imported !== undefined && announceUsers(db, imported, immediate);
    },
    step: actors => withinDirectory(actors, ({ handle }) => queues.batch(handle)),
    retry: actors => withinDirectory(actors, parts => retryRuns(parts, actors)),
    pass: actors => withinDirectory(actors, continuePass),
    preview: (tenant, request) => {
      const imported = people();
      return previewOf({ db, people: imported, matcher: createMatcher(db, imported) }, tenant, request);
    },
    close: () => db.close(),
  };
}

/** Returns a function that caches its last result. */
function memoized<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
  let last: { key: string; result: R } | undefined;
  return (...args) => {
    const key = JSON.stringify(args);
    if (last?.key !== key) last = { key, result: make(...args) };
    return last.result;
  };
}
