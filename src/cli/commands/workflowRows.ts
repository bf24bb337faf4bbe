import { wordsFor } from '../../contract/errors/words.ts';
import type { Run, Workflow } from '../../contract/workflows/schema.ts';
import { runStateWords, skipWords, triggerWords } from '../../contract/workflows/words.ts';
import { listTable } from '../table.ts';

/** Workflows as a list. */
export function workflowLines(workflows: readonly Workflow[]): string[] {
  if (workflows.length === 0) return ['No workflow was submitted yet: keydesk workflows create'];
  return listTable(
    ['Id', 'Name', 'State', 'Trigger', 'Group', 'Assigned', 'Skipped', 'Failed', 'Last run'],
    workflows.map(workflowRow),
  );
}

function workflowRow({ id, name, state, trigger, group, counts, lastRunAt }: Workflow): string[] {
  return [
    id,
    name,
    state,
    triggerWords[trigger],
    group?.name ?? 'everybody',
    String(counts.assigned + counts.registered),
    String(counts.skipped),
    String(counts.retrying + counts.attention),
    lastRunAt ?? 'never',
  ];
}

/** Runs as a list. */
export function runLines(runs: readonly Run[]): string[] {
  return listTable(['Number', 'Time', 'Workflow', 'User', 'State', 'Reason'], runs.map(runRow));
}

function runRow({ n, at, workflowName, version, user, state, reason, olderWorkflow, failure }: Run): string[] {
  const why = reason === null ? (failure === null ? '' : wordsFor(failure).message) : skipWords[reason];
  const older = olderWorkflow === null ? '' : ` (${olderWorkflow})`;
  return [
    String(n),
    at,
    `${workflowName}, version ${version}`,
    user.userPrincipalName,
    runStateWords[state],
    `${why}${older}`,
  ];
}
