import type { Command } from 'commander';
import { runStates } from '../../contract/workflows/schema.ts';
import { previewSentences } from '../../contract/workflows/words.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { parsePositive } from '../arguments.ts';
import { defined } from '../defined.ts';
import { noRows, olderRows } from '../noRows.ts';
import { print } from '../output.ts';
import { argument, flag, oneOf, parsed, parsedArgument, text } from '../takes.ts';
import { runLines, workflowLines } from './workflowRows.ts';

const words = wordsOf('commands').workflows;

/** Adds the commands about runs: run, runs and retry. */
export function addWorkflowRuns(workflows: Command): void {
  const takesRun = { id: argument(), dryRun: flag(words.dryRun) };
  addCommand(workflows, 'run', words.run, { takes: takesRun }, async ({ client, json }, { id, dryRun }) => {
    const { workflow } = await client.workflows.get({ id });
    const { group, trigger, existing, counted } = workflow;
    const preview = await client.workflows.preview({ id, group, trigger, existing, counted });
    if (dryRun === true) return print(json, { ok: true, preview }, () => previewSentences(preview));
    await client.workflows.runNow({ id });
    await client.workflows.work();
    const after = (await client.workflows.get({ id })).workflow;
    print(json, { ok: true, workflow: after, preview }, () => workflowLines([after]));
  });

  const takesRuns = {
    workflow: text('<id>', words.workflow),
    user: text('<user>', words.user),
    state: oneOf('<state>', words.state, runStates),
    before: parsed('<n>', words.before, parsePositive),
    limit: parsed('<n>', wordsOf('commandLine').limit500, parsePositive),
  };
  addCommand(workflows, 'runs', words.runs, { takes: takesRuns }, async ({ client, json }, given, command) => {
    await client.workflows.work();
    const { workflow, ...query } = given;
    const page = await client.workflows.runs({ ...query, ...defined({ workflowId: workflow }) });
    print(json, { ok: true, ...page }, () => [
      ...(page.runs.length === 0 ? [noRows(command, words.noRuns)] : runLines(page.runs)),
      ...olderRows(page.next),
    ]);
  });

  const takes = { n: parsedArgument(words.runNumber, parsePositive) };
  addCommand(workflows, 'retry', words.retry, { takes }, async ({ client, json }, { n }) => {
    const run = await client.workflows.retry({ n });
    print(json, { ok: true, run }, () => runLines([run]));
  });
}
