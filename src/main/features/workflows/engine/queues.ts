import type { DatabaseSync } from 'node:sqlite';
import type { TenantNames } from '../../../base/store/tenantNames.ts';
import { PROMPT_TYPES } from '../../../services/events/promptTypes.ts';
import { importedEventId } from './announce.ts';
import type { Whom } from './calls.ts';
import type { EventRow } from './handle.ts';

/** A step of a batch ends after this time in ms, so that other writers do not wait. */
const STEP = 8;
/** Minimum number of events per step. On a busy computer the time passes quickly, and each commit is expensive. */
const LEAST = 100;
/** Number of batch events per read. */
const EVENTS = 400;
/** Maximum number of prompt events per step. */
const PROMPT = 50;

type Handle = (event: EventRow) => void;

/**
 * The two queues of events, each with its own place: a person waits for the result of an activated key, but nobody waits for one of a
 * hundred thousand imported users. Use within a step's transaction.
 */
export interface Queues {
  /** Handles the next events of activated keys and of passkeys. Returns whether there may be more. */
  prompt(handle: Handle): boolean;
  /** Handles the next events of imported users. Returns whether there may be more. */
  batch(handle: Handle): boolean;
  /** Handles the event of one imported user ahead of its turn. The batch skips it later. */
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
      // Only the tenant name of an event can change. Events that were read ahead stay valid, except for those that another Keydesk has
      // handled.
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
      // Event ids do not change, so the event may have an id with an earlier name of the tenant.
      for (const name of names.all(tenant)) {
        const event = byId.get(importedEventId(name, userId, Number(known))) as unknown as EventRow | undefined;
        if (event !== undefined && event.seq > place('events')) handle(event);
      }
    },
  };
}
