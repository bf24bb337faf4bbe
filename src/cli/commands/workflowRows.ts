import { wordsFor } from '../../contract/errors/words.ts';
import { timeText } from '../../contract/text/times.ts';
import type { Run, Workflow } from '../../contract/workflows/schema.ts';
import { runStateWords, skipWords, triggerWords, workflowStateWords } from '../../contract/workflows/words.ts';
import { number, wordsOf } from '../../words/say.ts';
import { listTable } from '../table.ts';

const words = wordsOf('commands').workflows;

/** Returns the lines of a list of workflows. */
export function workflowLines(workflows: readonly Workflow[]): string[] {
  if (workflows.length === 0) return [words.none];
  return listTable(words.headings, workflows.map(workflowRow));
}

function workflowRow({ id, name, state, trigger, group, counts, lastRunAt }: Workflow): string[] {
  return [
    id,
    name,
    workflowStateWords[state],
    triggerWords[trigger],
    group?.name ?? words.everybodyCell,
    number(counts.assigned + counts.registered),
    number(counts.skipped),
    number(counts.retrying + counts.attention),
    lastRunAt === null ? words.never : timeText(lastRunAt),
  ];
}

/** Returns the lines of a list of runs. */
export function runLines(runs: readonly Run[]): string[] {
  return listTable(words.runHeadings, runs.map(runRow));
}

function runRow({ n, at, workflowName, version, user, state, reason, olderWorkflow, failure }: Run): string[] {
  const why = reason === null ? (failure === null ? '' : wordsFor(failure, 'command').message) : skipWords[reason];
  return [
    String(n),
    timeText(at),
    words.workflowCell({ name: workflowName, version }),
    user.userPrincipalName,
    runStateWords[state],
    olderWorkflow === null ? why : words.reasonOlder({ reason: why, workflow: olderWorkflow }),
  ];
}
