import { sql } from 'kysely';
import { ago, DAY, prune } from '../../base/store/prune.ts';

/** How long Keydesk keeps a passkey list, in ms. It can be read from Entra again. */
const KEPT = 365 * DAY;

export const directoryPrunes = [
  prune(
    'passkey_list',
    ['tenant', 'user_id'],
    now => sql`SELECT tenant, user_id FROM passkey_list WHERE fetched_at < ${ago(now, KEPT)} ORDER BY fetched_at`,
  ),
];
