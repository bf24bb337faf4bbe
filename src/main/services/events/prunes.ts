import { sql } from 'kysely';
import { ago, DAY, prune } from '../../base/store/prune.ts';
import { PROMPT_TYPES } from './promptTypes.ts';

/** How long an event is stored after workflows and webhooks have handled it, in ms. */
const HANDLED = 90 * DAY;

/**
 * Deletes events that workflows and all active webhooks have handled, and that no delivery refers to. The table `announced_user` records
 * which users were announced, without their events. The `+` makes SQLite use the index by time.
 */
export const eventPrunes = [
  prune(
    'event',
    ['seq'],
    now => sql`SELECT seq FROM event WHERE at < ${ago(now, HANDLED)}
        AND +seq <= (SELECT seq FROM engine_place WHERE name =
          iif(type IN ${sql.raw(PROMPT_TYPES)}, 'people', 'events'))
        AND +seq <= (SELECT coalesce(min(place), 9e18) FROM webhook WHERE state = 'active')
        AND NOT EXISTS (SELECT 1 FROM webhook_delivery WHERE event_seq = event.seq)
      ORDER BY at`,
  ),
];
