import { sql } from 'kysely';
import { ago, DAY, prune } from '../../base/store/prune.ts';

/** How long Keydesk keeps an enrollment that left nothing behind, in ms. */
const CLEANED_UP = 365 * DAY;
/**
 * How long Keydesk keeps the record of a lost PIN for a key without an identity, in ms. No page can show it, and the activity log has it
 * too.
 */
const LOST = 365 * DAY;

export const enrollmentPrunes = [
  prune(
    'unseen_pin',
    ['enrollment_id'],
    now => sql`SELECT enrollment_id FROM unseen_pin u WHERE lost_at < ${ago(now, LOST)} AND key_identity IS NULL
        AND NOT EXISTS (SELECT 1 FROM journal j JOIN assignment a ON a.tenant = j.tenant AND a.user_id = j.user_id
          AND a.enrollment_id = j.id WHERE j.id = u.enrollment_id AND a.state = 'active')`,
  ),
  // Keeps an entry that an assignment or an unseen PIN refers to: it identifies a key, or explains what happened to the PIN.
  prune(
    'journal',
    ['id'],
    now => sql`SELECT id FROM journal j WHERE state = 'cleaned-up' AND updated_at < ${ago(now, CLEANED_UP)}
        AND NOT EXISTS (SELECT 1 FROM assignment WHERE tenant = j.tenant AND user_id = j.user_id AND enrollment_id = j.id)
        AND NOT EXISTS (SELECT 1 FROM unseen_pin WHERE enrollment_id = j.id)
      ORDER BY updated_at`,
  ),
];
