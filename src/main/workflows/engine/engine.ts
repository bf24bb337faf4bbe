import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { immediateOn } from '../../store/immediate.ts';
import { migrations } from '../../store/migrations.ts';
import { LOCK_WAIT } from '../../store/openDatabase.ts';
import { announceUsers } from './announce.ts';
import type { Actors, EngineCalls } from './calls.ts';
import { type EventRow, eventHandler, type HandlerParts } from './handle.ts';
import { createMatcher } from './matcher.ts';
import { continuePass } from './pass.ts';
import { openPeople, type People } from './people.ts';
import { previewOf } from './preview.ts';
import { retryRuns } from './retry.ts';
import { rowWriter } from './rows.ts';

/** Nobody else's write waits longer than this for a step, in ms. */
const STEP = 8;
/** So many are done in any case: on a busy computer time goes by and nothing is done, and each commit has its price. */
const LEAST = 100;
/** Events read together. */
const EVENTS = 400;

/**
 * The engine of workflows over a data folder. Each step is one immediate transaction: what an event led to and the place in
 * the queue of events are written together, so that it is handled once, whatever is killed when, by however many Keydesks.
 */
export function openEngine(folder: string): EngineCalls & { close(): void } {
  const file = join(folder, 'keydesk.db');
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: LOCK_WAIT });
  // Ids come in no order, so that each step touches pages all over: fewer checkpoints write each of them less often.
  db.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 8000;');
  let known: People | undefined;
  // The first import may come later.
  const people = () => {
    known ??= openPeople(folder);
    return known;
  };
  const placeOf = db.prepare("SELECT seq FROM engine_place WHERE name = 'events'");
  const moveOn = db.prepare("UPDATE engine_place SET seq = ? WHERE name = 'events'");
  const next = db.prepare('SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT ?');

  const immediate = immediateOn({ sqlite: db, file, version: migrations.length });
  const changes = db.prepare('PRAGMA data_version');
  const newParts = memoized(
    (_versions: unknown, actors: Actors): HandlerParts => ({
      db,
      people: people(),
      matcher: createMatcher(db, people()),
      rows: rowWriter(db, actors),
    }),
  );
  const partsFor = (actors: Actors) => newParts([changes.get(), people()?.changes()], actors);
  const within = <T>(actors: Actors, work: (parts: HandlerParts) => T): T => immediate(() => work(partsFor(actors)));
  let ahead: EventRow[] = [];
  let handler: { parts: HandlerParts; handle: (event: EventRow) => void } | undefined;

  return {
    announce: () => {
      const directory = people();
      return directory !== undefined && announceUsers(db, directory, immediate);
    },
    step: actors =>
      within(actors, parts => {
        const started = performance.now();
        const place = Number(placeOf.get()?.seq ?? 0);
        // Events are never changed: what was read ahead is still true, but for what another Keydesk has handled.
        ahead = ahead.filter(({ seq }) => seq > place);
        if (ahead.length === 0) ahead = next.all(place, EVENTS) as unknown as EventRow[];
        if (handler?.parts !== parts) handler = { parts, handle: eventHandler(parts) };
        let handled = 0;
        for (const event of ahead) {
          handler.handle(event);
          handled++;
          if (handled >= LEAST && performance.now() - started >= STEP) break;
        }
        const last = ahead[handled - 1];
        if (last === undefined) return false;
        moveOn.run(last.seq);
        return true;
      }),
    retry: actors => within(actors, parts => retryRuns(parts, actors)),
    pass: actors => within(actors, continuePass),
    preview: (tenant, request) =>
      previewOf({ db, people: people(), matcher: createMatcher(db, people()) }, tenant, request),
    close: () => db.close(),
  };
}

/** The same again for the same question as before. */
function memoized<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
  let last: { key: string; result: R } | undefined;
  return (...args) => {
    const key = JSON.stringify(args);
    if (last?.key !== key) last = { key, result: make(...args) };
    return last.result;
  };
}
