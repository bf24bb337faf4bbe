import { type Overview, type StuckKind, stuckKinds } from '../../../contract/overview/schema.ts';
import type { KnownNumbers, OverviewContext } from './context.ts';
import { keptPins } from './counts.ts';

/** Returns what does not go on by itself, in the order of `stuckKinds`. Each number is that of the list behind it. */
export async function stuckOf(
  { store, enrollments, batches, workflows, webhooks }: OverviewContext,
  { tenant, state, counts, pending, deletionsDue }: KnownNumbers,
): Promise<Overview['stuck']> {
  const [unfinished, allBatches, allWorkflows, allWebhooks, pins] = await Promise.all([
    enrollments.unfinished(),
    batches.list(),
    workflows.list(),
    webhooks.list(),
    keptPins(store.database, tenant),
  ]);
  const open = allBatches.filter(batch => batch.state === 'paused' || batch.state === 'running');
  const found: Readonly<Record<StuckKind, number>> = {
    'import-failed': state.failure === null ? 0 : 1,
    'enrollments-unfinished': unfinished.filter(entry => entry.tenant === tenant).length,
    'assignments-failed': counts.failed,
    'pending-long': pending.find(({ age }) => age === 'days-30')?.count ?? 0,
    'deletions-due': deletionsDue,
    'batches-paused': allBatches.filter(batch => batch.state === 'paused').length,
    'batch-rows-failed': sum(open.map(batch => batch.counts.failed)),
    'pins-kept': pins,
    'workflow-runs': sum(allWorkflows.map(workflow => workflow.counts.attention)),
    'webhook-messages': sum(allWebhooks.map(({ dead }) => dead)),
  };
  return stuckKinds.flatMap(kind => (found[kind] > 0 ? [{ kind, count: found[kind] }] : []));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
