import { sql } from 'kysely';
import { prune } from '../../base/store/prune.ts';

/** SECURITY: a sealed PIN that was never handed over is deleted, not only refused. */
export const batchPrunes = [
  prune(
    'batch_pin',
    ['row_id'],
    now => sql`SELECT row_id FROM batch_pin WHERE expires_at < ${now} ORDER BY expires_at`,
  ),
  prune(
    'left_pin',
    ['enrollment_id'],
    now => sql`SELECT enrollment_id FROM left_pin WHERE expires_at < ${now} ORDER BY expires_at`,
  ),
];
