import type { DatabaseSync } from 'node:sqlite';
import type { TenantNames } from '../../../base/store/tenantNames.ts';
import { PROMPT_TYPES } from '../../../services/events/promptTypes.ts';
import { importedEventId } from './announce.ts';
import type { Whom } from './calls.ts';
import type { EventRow } from './handle.ts';

/** A step of a batch ends after this long, so that other writers do not wait, in ms. */
const STEP = 8;
/** So many are handled in any case: on a busy computer time goes by and nothing is done, and each commit has its price. */
const LEAST = 100;
/** Events of a batch that are read together. */
const EVENTS = 400;
/** Events of people that are handled in one step. */
const PROMPT = 50;

type Handle = (event: EventRow) => void;

/**
 * The two queues of events, each with a place of its own: a person waits for what follows from an activated key, and no one waits
 * for one of a hundred thousand imported users. To be used within a step's transaction.
 */
export interface Queues {
  /** Handles the next events of activated keys and of passkeys. Returns whether there may be more. */
  prompt(handle: Handle): boolean;
  /** Handles the next events of imported users. Returns whether there may be more. */
  batch(handle: Handle): boolean;
  /** Handles the event of one imported user, if the batch has not come to it yet. The batch finds it done. */
  ahead(whom: Whom, handle: Handle): void;
}

export function eventQueues(db: DatabaseSync, names: TenantNames): Queues {
  const placeOf = db.prepare('SELECT seq FROM engine_place WHERE name = ?');
  const moveOn = db.prepare('UPDATE engine_place SET seq = ? WHERE name = ?');
  const next = db.prepare('SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT ?');
  const nextPrompt = db.prepare(`SELECT * FROM event WHERE seq > ? AND type IN ${PROMPT_TYPES} ORDER BY seq LIMIT ?`);
  const times = db.prepare('SELECT times FROM announced_user WHERE tenant = ? AND user_id = ?');
  const byId = db.prepare('SELECT * FROM event WHERE id = ?');
  const place = (name: string) => Number(placeOf.get(name)?.seq ?? 0);
  let readAhead: EventRow[] = [];

  return {
    prompt: handle => {
      const events = nextPrompt.all(place('people'), PROMPT) as unknown as EventRow[];
      for (const event of events) handle(event);
      const last = events.at(-1);
      if (last !== undefined) moveOn.run(last.seq, 'people');
      return events.length === PROMPT;
    },
    batch: handle => {
      const started = performance.now();
      const from = place('events');
      // Events do not change but for their tenant's name: what was read ahead is still true, except for what another Keydesk has handled.
      readAhead = readAhead.filter(({ seq }) => seq > from);
      if (readAhead.length === 0) readAhead = next.all(from, EVENTS) as unknown as EventRow[];
      let handled = 0;
      for (const event of readAhead) {
        if (event.type === 'user.imported') handle({ ...event, tenant: names.current(event.tenant) });
        handled++;
        if (handled >= LEAST && performance.now() - started >= STEP) break;
      }
      const last = readAhead[handled - 1];
      if (last === undefined) return false;
      moveOn.run(last.seq, 'events');
      return true;
    },
    ahead: ({ tenant, userId }, handle) => {
      const known = times.get(tenant, userId)?.times;
      if (known === undefined) return;
      // Ids stay, so the event may have the id by the name that the tenant had then.
      for (const name of names.all(tenant)) {
        const event = byId.get(importedEventId(name, userId, Number(known))) as unknown as EventRow | undefined;
        if (event !== undefined && event.seq > place('events')) handle(event);
      }
    },
  };
}
