import { sql } from 'kysely';
import { prune } from '../../base/store/prune.ts';

/** SECURITY: the key of a package is deleted long after its challenges have expired. */
export const deferredPrunes = [
  prune(
    'deferred_package',
    ['id'],
    now => sql`SELECT id FROM deferred_package WHERE expires_at < ${now} ORDER BY expires_at`,
  ),
];
