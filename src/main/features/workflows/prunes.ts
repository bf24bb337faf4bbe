import { sql } from 'kysely';
import { ago, DAY, prune } from '../../base/store/prune.ts';

/** How long Keydesk keeps a run after its end, in ms. */
const ENDED = 2 * 365 * DAY;

/**
 * Keeps runs that have assigned, that are retried, or that wait for a person, and the runs of a pass that is not finished. No event is
 * handled twice, because the engine's place is past it.
 */
export const workflowPrunes = [
  prune(
    'workflow_run',
    ['n'],
    now => sql`SELECT n FROM workflow_run WHERE state IN ('registered', 'skipped') AND updated_at < ${ago(now, ENDED)}
        AND occasion NOT IN (SELECT id FROM workflow_pass WHERE finished_at IS NULL)
      ORDER BY updated_at`,
  ),
];
