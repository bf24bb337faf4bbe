import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { type RunQuery, type RunState, runStates } from '../../../contract/workflows/schema.ts';
import type { Schema } from '../../base/store/schema.ts';

/**
 * Returns the numbers of the newest runs that match a query, newest first. Reads each matching index from its end: by workflow and state,
 * or by user. The results are merged here, because one SQL statement would read and sort every run.
 */
export async function newestRuns(
  database: Kysely<Schema>,
  tenant: string,
  { workflowId, user, state, before }: Omit<RunQuery, 'limit'>,
  limit: number,
): Promise<number[]> {
  const workflows = await database
    .selectFrom('workflow')
    .select('n')
    .where('tenant', '=', tenant)
    .$if(workflowId !== undefined, query => query.where('id', '=', workflowId ?? ''))
    .execute();
  const numbers = workflows.map(({ n }) => n);
  const ways = user === undefined ? ofWorkflows(numbers, state) : ofUser(user, numbers, state);
  const found = new Set<number>();
  for (const way of ways) {
    const rows = await database
      .selectFrom('workflow_run')
      .select('n')
      .where(way)
      .$if(before !== undefined, query => query.where('n', '<', before ?? 0))
      .orderBy('n', 'desc')
      .limit(limit)
      .execute();
    for (const { n } of rows) found.add(n);
  }
  return [...found].toSorted((one, other) => other - one).slice(0, limit);
}

type Way = Expression<SqlBool>;

function ofWorkflows(workflows: readonly number[], state: RunState | undefined): Way[] {
  const states = state === undefined ? runStates : [state];
  return workflows.flatMap(n => states.map(of => sql<boolean>`workflow_n = ${n} AND state = ${of}`));
}

/** A user has few runs, so workflow and state are checked for each of them. */
function ofUser(user: string, workflows: readonly number[], state: RunState | undefined): Way[] {
  const own = sql`+workflow_n IN (SELECT value FROM json_each(${JSON.stringify(workflows)}))`;
  const inState = state === undefined ? sql`true` : sql`+state = ${state}`;
  return (['user_id', 'user_principal_name'] as const).map(
    column => sql<boolean>`${sql.ref(column)} = ${user} AND ${own} AND ${inState}`,
  );
}
