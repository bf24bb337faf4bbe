import { sql } from 'kysely';
import type { BatchSummary } from '../../../contract/batches/schema.ts';
import type { BatchContext } from './context.ts';
import { findBatch } from './read.ts';
import { storedFailure } from './toRow.ts';

/** Returns how a batch went: what failed and was skipped by cause, and how long a key took. @throws KeydeskError batch-not-found */
export async function readSummary(context: BatchContext, id: string): Promise<BatchSummary> {
  await findBatch(context, id);
  const { database } = context.store;
  const causes = await database
    .selectFrom('batch_row')
    .select([
      'state',
      sql<string | null>`error ->> '$.code'`.as('code'),
      ({ fn }) => fn.countAll<number>().as('count'),
      ({ fn }) => fn.min('error').as('example'),
    ])
    .where('batch_id', '=', id)
    .where('state', 'in', ['failed', 'skipped'])
    .groupBy(['state', 'code'])
    .orderBy('count', 'desc')
    .orderBy('code')
    .execute();
  const done = await database
    .selectFrom('batch_row')
    .select([
      ({ fn }) => fn.countAll<number>().as('made'),
      ({ fn }) => fn.count<number>('handed_over_at').as('handedOver'),
      sql<number | null>`avg(unixepoch(ended_at, 'subsec') - unixepoch(started_at, 'subsec'))`.as('secondsPerKey'),
      ({ fn }) => fn.min('started_at').as('firstAt'),
      ({ fn }) => fn.max('ended_at').as('lastAt'),
    ])
    .where('batch_id', '=', id)
    .where('state', '=', 'done')
    .executeTakeFirstOrThrow();
  return {
    ...done,
    causes: causes.map(({ state, count, example }) => ({
      state: state === 'failed' ? 'failed' : 'skipped',
      count,
      example: storedFailure(example),
    })),
  };
}
