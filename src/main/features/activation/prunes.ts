import { sql } from 'kysely';
import { ago, DAY, prune } from '../../base/store/prune.ts';

/** How long a code stays after it expired, in ms. SECURITY: far longer than any limit of tries looks back. */
const EXPIRED = 90 * DAY;

/** SECURITY: a deleted code opens nothing, like one that was used, withdrawn or blocked. */
export const activationPrunes = [
  prune(
    'activation_code',
    ['id'],
    now => sql`SELECT id FROM activation_code WHERE expires_at < ${ago(now, EXPIRED)} ORDER BY expires_at`,
  ),
];
