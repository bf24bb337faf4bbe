import { type Kysely, sql } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { failureSchema } from '../../../contract/errors/failure.ts';
import type { Run, RunPage, RunQuery } from '../../../contract/workflows/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import { isoNow, type Timed } from '../../base/store/transactions.ts';
import { newestRuns } from './newestRuns.ts';

/** The runs of workflows, also of deleted workflows. */
export interface Runs {
  list(tenant: string, query: RunQuery): Promise<RunPage>;
  /** Retries a run now that waits for a person. @throws KeydeskError workflow-run-not-found */
  retry(tenant: string, n: number): Promise<Run>;
}

export function createRunHistory(database: Timed): Runs {
  return {
    list: (tenant, query) => listRuns(database, tenant, query),
    retry: (tenant, n) => retryRun(database, tenant, n),
  };
}

async function listRuns(database: Kysely<Schema>, tenant: string, query: RunQuery): Promise<RunPage> {
  const { limit } = query;
  const numbers = await newestRuns(database, tenant, query, limit + 1);
  if (numbers.length === 0) return { runs: [] };
  const found = await rowsOf(database, tenant).where('run.n', 'in', numbers).orderBy('run.n', 'desc').execute();
  const runs = found.slice(0, limit).map(toRun);
  const last = runs.at(-1);
  return found.length > limit && last !== undefined ? { runs, next: last.n } : { runs };
}

async function retryRun(database: Timed, tenant: string, n: number): Promise<Run> {
  const { numUpdatedRows } = await database
    .updateTable('workflow_run')
    .set({ state: 'retrying', attempts: 0, next_at: database.now(), updated_at: isoNow(database) })
    .where('n', '=', n)
    .where('state', 'in', ['attention', 'retrying'])
    .where('workflow_n', 'in', of => of.selectFrom('workflow').select('n').where('tenant', '=', tenant))
    .executeTakeFirst();
  if (Number(numUpdatedRows) === 0) throw new KeydeskError('workflow-run-not-found', { n });
  return toRun(await rowsOf(database, tenant).where('run.n', '=', n).executeTakeFirstOrThrow());
}

function rowsOf(database: Kysely<Schema>, tenant: string) {
  return database
    .selectFrom('workflow_run as run')
    .innerJoin('workflow', 'workflow.n', 'run.workflow_n')
    .innerJoin('workflow_version as version', join =>
      join.onRef('version.workflow_id', '=', 'workflow.id').onRef('version.version', '=', 'run.version'),
    )
    .selectAll('run')
    .select(['workflow.id as workflow_id', 'version.name'])
    .select(
      sql<string | null>`(SELECT v.name FROM workflow o JOIN workflow_version v ON v.workflow_id = o.id AND
          v.version = o.version WHERE o.n = run.older_n)`.as('older_name'),
    )
    .select(sql<number>`EXISTS (SELECT 1 FROM workflow_pass WHERE workflow_pass.id = run.occasion)`.as('of_pass'))
    .where('workflow.tenant', '=', tenant);
}

type RunRow = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

function toRun(row: RunRow): Run {
  return {
    n: row.n,
    workflowId: row.workflow_id,
    workflowName: row.name,
    version: row.version,
    occasion: row.of_pass === 1 ? 'run-now' : 'event',
    user: { id: row.user_id, userPrincipalName: row.user_principal_name, displayName: row.display_name },
    state: row.state as Run['state'],
    reason: row.reason as Run['reason'],
    olderWorkflow: row.older_name,
    assignmentId: row.assignment_id,
    failure: row.failure === null ? null : failureSchema.parse(JSON.parse(row.failure)),
    attempts: row.attempts,
    nextAt: row.next_at === null ? null : new Date(row.next_at).toISOString(),
    at: row.at,
    updatedAt: row.updated_at,
  };
}
