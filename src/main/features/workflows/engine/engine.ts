import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RecordBridge } from '../../../base/record/bridge.ts';
import { sharedNow } from '../../../base/record/recordClock.ts';
import { deskTimeIn } from '../../../base/store/deskTime.ts';
import { type Immediate, immediateInRecord } from '../../../base/store/immediate.ts';
import { LOCK_WAIT } from '../../../base/store/openDatabase.ts';
import { tenantNamesIn } from '../../../base/store/tenantNames.ts';
import { type Term, termCheckOn } from '../../../services/record/leader.ts';
import { isLastingTrouble } from '../../directory/trouble.ts';
import { announceUsers } from './announce.ts';
import type { EngineCalls, Whom } from './calls.ts';
import { createMatcher } from './matcher.ts';
import { createDirectoryOpener } from './openDirectory.ts';
import { continuePass, passAhead } from './pass.ts';
import { previewOf } from './preview.ts';
import { eventQueues, type Queues } from './queues.ts';
import { retryRuns } from './retry.ts';
import { createSteps, type StepParts } from './steps.ts';

/** The files that the engine works with. */
export interface EnginePlace {
  /** The data folder. */
  readonly folder: string;
  /** The database version that this Keydesk writes. */
  readonly version: number;
  /** The way to the shared record; undefined if there is none. */
  readonly bridge?: RecordBridge | undefined;
}

/**
 * Opens the engine of workflows of a data folder. Each step is one immediate transaction that writes the results of an event together with
 * the place in its queue. So each event is handled once, even if a process is killed or several Keydesks run.
 */
export function openEngine({ folder, version, bridge }: EnginePlace): EngineCalls & { close(): void } {
  const file = join(folder, 'keydesk.db');
  const db = openConnection(file);
  const names = tenantNamesIn(db);
  const opener = createDirectoryOpener(folder, names);
  const queues = eventQueues(db, names);
  const { immediate, inTerm } = ledBy(db, immediateInRecord({ sqlite: db, file, version }, bridge));
  const clock = bridge?.clock;
  const now = clock === undefined ? Date.now : () => sharedNow(clock);
  const { within, withinDirectory } = createSteps({ db, opener, queues, immediate, now });
  return {
    attend: (actors, whom, term) =>
      inTerm(term, () =>
        within(actors, ({ parts, more, trouble }) => {
          if (whom !== undefined && trouble === undefined) workAhead(whom, queues, parts);
          return more;
        }),
      ),
    announce: term =>
      inTerm(term, () => {
        const imported = opener.people();
        return imported !== undefined && announceUsers(db, imported, { immediate, now });
      }),
    step: (actors, term) => inTerm(term, () => withinDirectory(actors, ({ handle }) => queues.batch(handle))),
    retry: (actors, term) =>
      inTerm(term, () => withinDirectory(actors, parts => retryRuns(parts, actors, deskTimeIn(db, clock)))),
    pass: (actors, term) => inTerm(term, () => withinDirectory(actors, continuePass)),
    preview: (tenant, request) => {
      const imported = opener.people();
      return previewOf({ db, people: imported, matcher: createMatcher(db, imported) }, tenant, request);
    },
    close: () => db.close(),
  };
}

/** Thrown to end the transaction of a former leader. */
const FORMER = Symbol('former leader');

/** Returns how to write, and how to do that in a term: a transaction of a former leader does nothing. */
function ledBy(db: DatabaseSync, write: Immediate) {
  const isLeader = termCheckOn(db);
  let present: Term | undefined;
  const immediate: Immediate = work =>
    write(() => {
      if (present !== undefined && !isLeader(present)) throw FORMER;
      return work();
    });
  const inTerm = (term: Term | undefined, step: () => boolean): boolean => {
    present = term;
    try {
      return step();
    } catch (error) {
      if (error !== FORMER) throw error;
      return false;
    }
  };
  return { immediate, inTerm };
}

function openConnection(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: LOCK_WAIT });
  // Ids are random, so each step changes pages all over the file. Fewer checkpoints write each page less often.
  db.exec(
    'PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 8000; PRAGMA temp_store = MEMORY;',
  );
  return db;
}

/** Does the pending batch work for one user who is waiting. */
function workAhead(whom: Whom, queues: Queues, parts: StepParts): void {
  try {
    queues.ahead(whom, parts.handle);
    passAhead(parts, whom);
  } catch (error) {
    // Batches need the directory. An activation does not.
    if (!isLastingTrouble(error)) throw error;
  }
}
