import { sql } from 'kysely';
import { ago, DAY, prune } from '../../base/store/prune.ts';

/** How long Keydesk keeps a code after it expired, in ms. SECURITY: much longer than the time span of any limit of tries. */
const EXPIRED = 90 * DAY;

/** SECURITY: a deleted code is refused, like one that was used, withdrawn or blocked. */
export const activationPrunes = [
  prune(
    'activation_code',
    ['id'],
    now => sql`SELECT id FROM activation_code WHERE expires_at < ${ago(now, EXPIRED)} ORDER BY expires_at`,
  ),
];
