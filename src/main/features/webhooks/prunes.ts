import { sql } from 'kysely';
import { DAY, prune } from '../../base/store/prune.ts';

/** How long Keydesk keeps a delivered message in the list, in ms. */
const DELIVERED = 30 * DAY;
/** How long Keydesk keeps a dead letter after it was given up, in ms. */
const DEAD = 365 * DAY;
/** How long Keydesk keeps a queued message of a disabled webhook, in ms. No message of an active webhook waits that long. */
const WAITING = 90 * DAY;

export const webhookPrunes = [
  prune(
    'webhook_delivery',
    ['n'],
    now =>
      sql`SELECT n FROM webhook_delivery WHERE state = 'delivered' AND done_at < ${now - DELIVERED} ORDER BY done_at`,
  ),
  prune(
    'webhook_delivery',
    ['n'],
    now => sql`SELECT n FROM webhook_delivery WHERE state = 'dead' AND done_at < ${now - DEAD} ORDER BY done_at`,
  ),
  // Deletes the message with `next_at` last for each user: the others are sent in order when the webhook is enabled again. The `+` makes
  // SQLite use the index by time.
  prune(
    'webhook_delivery',
    ['n'],
    now => sql`SELECT n FROM webhook_delivery d WHERE state = 'waiting' AND queued_at < ${now - WAITING}
        AND +webhook_id IN (SELECT id FROM webhook WHERE state <> 'active')
        AND (next_at IS NULL OR NOT EXISTS (SELECT 1 FROM webhook_delivery o WHERE o.webhook_id = d.webhook_id
          AND o.user_id = d.user_id AND o.state = 'waiting' AND o.n <> d.n))
      ORDER BY queued_at`,
  ),
];
