import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RecordBridge } from '../../../base/record/bridge.ts';
import { immediateInRecord } from '../../../base/store/immediate.ts';
import { LOCK_WAIT } from '../../../base/store/openDatabase.ts';
import { tenantNamesIn } from '../../../base/store/tenantNames.ts';
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
  const immediate = immediateInRecord({ sqlite: db, file, version }, bridge);
  const { within, withinDirectory } = createSteps({ db, opener, queues, immediate });
  return {
    attend: (actors, whom) =>
      within(actors, ({ parts, more, trouble }) => {
        if (whom !== undefined && trouble === undefined) workAhead(whom, queues, parts);
        return more;
      }),
    announce: () => {
      const imported = opener.people();
      return imported !== undefined && announceUsers(db, imported, immediate);
    },
    step: actors => withinDirectory(actors, ({ handle }) => queues.batch(handle)),
    retry: actors => withinDirectory(actors, parts => retryRuns(parts, actors)),
    pass: actors => withinDirectory(actors, continuePass),
    preview: (tenant, request) => {
      const imported = opener.people();
      return previewOf({ db, people: imported, matcher: createMatcher(db, imported) }, tenant, request);
    },
    close: () => db.close(),
  };
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
