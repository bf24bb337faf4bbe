import { type Command, Option } from 'commander';
import { type RunState, runStates } from '../../contract/workflows/schema.ts';
import { previewSentences } from '../../contract/workflows/words.ts';
import { wordsOf } from '../../words/say.ts';
import { notPositive } from '../arguments.ts';
import { noRows } from '../noRows.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';
import { runLines, workflowLines } from './workflowRows.ts';

const words = wordsOf('commands').workflows;

interface RunsOptions {
  workflow?: string;
  user?: string;
  state?: RunState;
  before?: number;
  limit?: number;
}

/** Adds the commands about runs: run, runs and retry. */
export function addWorkflowRuns(workflows: Command): void {
  workflows
    .command('run <id>')
    .description(words.run)
    .option('--dry-run', words.dryRun)
    .action((id: string, options: { dryRun?: boolean }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { workflow } = await client.workflows.get({ id });
        const { group, trigger, existing, counted } = workflow;
        const preview = await client.workflows.preview({ id, group, trigger, existing, counted });
        if (options.dryRun === true) return print(json, { ok: true, preview }, () => previewSentences(preview));
        await client.workflows.runNow({ id });
        await client.workflows.work();
        const after = (await client.workflows.get({ id })).workflow;
        print(json, { ok: true, workflow: after, preview }, () => workflowLines([after]));
      }),
    );

  workflows
    .command('runs')
    .description(words.runs)
    .option('--workflow <id>', words.workflow)
    .option('--user <user>', words.user)
    .addOption(new Option('--state <state>', words.state).choices([...runStates]))
    .option('--before <n>', words.before, parseNumber)
    .option('--limit <n>', wordsOf('commandLine').limit500, parseNumber)
    .action(({ workflow, ...options }: RunsOptions, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        await client.workflows.work();
        const query = { ...options, ...(workflow === undefined ? {} : { workflowId: workflow }) };
        const page = await client.workflows.runs(query);
        print(json, { ok: true, ...page }, () =>
          page.runs.length === 0 ? [noRows(command, words.noRuns)] : runLines(page.runs),
        );
      }),
    );

  workflows
    .command('retry')
    .argument('<n>', words.runNumber, parseNumber)
    .description(words.retry)
    .action((n: number, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const run = await client.workflows.retry({ n });
        print(json, { ok: true, run }, () => runLines([run]));
      }),
    );
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw notPositive();
  return Number(text);
}
