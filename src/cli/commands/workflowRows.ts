import { wordsFor } from '../../contract/words.ts';
import type { Run, Workflow } from '../../contract/workflows.ts';
import { runStateWords, skipWords, triggerWords } from '../../contract/workflowWords.ts';

/** A workflow as a line of a table. */
export function workflowRow({ id, name, state, trigger, group, counts, lastRunAt }: Workflow): string[] {
  return [
    id,
    name,
    state,
    triggerWords[trigger],
    group?.name ?? 'everybody',
    `${counts.assigned + counts.registered} assigned, ${counts.skipped} skipped, ${counts.retrying + counts.attention} failed`,
    lastRunAt ?? 'never run',
  ];
}

/** A run as a line of a table. */
export function runRow({ n, at, workflowName, version, user, state, reason, olderWorkflow, failure }: Run): string[] {
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
