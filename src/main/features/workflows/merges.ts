import { sql } from 'kysely';
import type { Merged, MergeRow, MergeRule } from '../../base/record/merge/rule.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { newestEvent } from './workflowChanges.ts';

/** How the workflows of a desk come into a record that it joins. Runs refer to assignments, so they come later. */
export const workflowMerges: readonly MergeRule[] = [
  {
    table: 'workflow',
    // The version in force says what a workflow does.
    rows: `SELECT w.*, v.name, v.group_id, v.trigger, v.existing, v.counted
      FROM workflow w JOIN workflow_version v ON v.workflow_id = w.id AND v.version = w.version ORDER BY w.n`,
    ids: ['n', 'id'],
    judge: judgeWorkflow,
  },
  {
    table: 'workflow_version',
    references: { workflow_id: 'workflow.id' },
  },
  {
    table: 'workflow_pass',
    references: { workflow_n: 'workflow.n' },
  },
  { table: 'announced_user', judge: judgeAnnounced },
];

/** How the runs of workflows come into the record. */
export const workflowRunMerges: readonly MergeRule[] = [
  {
    table: 'workflow_run',
    references: { workflow_n: 'workflow.n', older_n: 'workflow.n', assignment_id: 'assignment.id' },
    judge: judgeRun,
  },
];

const DOES = ['name', 'group_id', 'trigger', 'existing', 'counted'] as const;

/**
 * A workflow that does the same under the same name is that of the record. Another one comes switched off if the record has workflows for the tenant, because users
 * would get a passkey from each: a person decides. It handles no event from before.
 */
async function judgeWorkflow(row: MergeRow, _: MergeRow | undefined, transaction: Transaction): Promise<Merged> {
  const { rows: others } = await sql<MergeRow>`SELECT w.*, v.name, v.group_id, v.trigger, v.existing, v.counted,
      EXISTS (SELECT 1 FROM merge_id m WHERE m.name = 'workflow.id' AND m.was = json_quote(w.id) AND m.becomes = m.was) AS came
    FROM workflow w JOIN workflow_version v ON v.workflow_id = w.id AND v.version = w.version
    WHERE w.tenant = ${row.tenant}`.execute(transaction);
  const isThere = ({ deleted_at }: MergeRow) => deleted_at === null;
  const same =
    others.find(({ id }) => id === row.id) ??
    others.find(other => isThere(other) && isThere(row) && DOES.every(it => other[it] === row[it]));
  if (same !== undefined) return { same };
  const hasOwn = others.some(other => isThere(other) && other.came === 0);
  const { rows: newest } = await sql<{ seq: number }>`SELECT ${newestEvent} AS seq`.execute(transaction);
  return { add: { ...row, enabled: hasOwn ? 0 : (row.enabled ?? 0), since: newest[0]?.seq ?? 0 } };
}

/** A user is new once. Who was announced at either side is not announced again. */
async function judgeAnnounced(row: MergeRow, same: MergeRow | undefined): Promise<Merged> {
  if (same === undefined) return { add: row };
  const times = Math.max(Number(same.times), Number(row.times));
  return { same, set: { times, again: Math.min(Number(same.again), Number(row.again)) } };
}

async function judgeRun(row: MergeRow, _: MergeRow | undefined, transaction: Transaction): Promise<Merged> {
  const same = await transaction
    .selectFrom('workflow_run')
    .selectAll()
    .where('workflow_n', '=', Number(row.workflow_n))
    .where('user_id', '=', String(row.user_id))
    .where('occasion', '=', String(row.occasion))
    .executeTakeFirst();
  return same === undefined ? { add: row } : { same: { ...same } };
}
