import { type Command, InvalidArgumentError, Option } from 'commander';
import { type RunState, runStates } from '../../contract/workflows/schema.ts';
import { previewSentences, workflowSentences } from '../../contract/workflows/words.ts';
import { noRows } from '../noRows.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';
import { addWorkflowDrafts } from './workflowDrafts.ts';
import { runLines, workflowLines } from './workflowRows.ts';

interface RunsOptions {
  workflow?: string;
  user?: string;
  state?: RunState;
  before?: number;
  limit?: number;
}

/** `keydesk workflows …`: passkeys that assign themselves. */
export function addWorkflows(program: Command): void {
  const workflows = program.command('workflows').description('passkeys that assign themselves');

  workflows
    .command('list')
    .description('the workflows of the connected tenant, the oldest first')
    .action((_options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const list = await client.workflows.list();
        print(json, { ok: true, workflows: list }, () => workflowLines(list));
      }),
    );

  workflows
    .command('show <id>')
    .description('what one does, to how many it applies today, and its versions')
    .action((id: string, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const details = await client.workflows.get({ id });
        const { group, trigger, existing, counted } = details.workflow;
        const preview = await client.workflows.preview({ id, group, trigger, existing, counted });
        print(json, { ok: true, ...details, preview }, () => [
          ...workflowLines([details.workflow]),
          ...workflowSentences(details.workflow),
          ...previewSentences(preview),
          ...details.versions.map(({ version, at, name }) => `Version ${version}, ${at}: ${name}`),
        ]);
      }),
    );

  addWorkflowDrafts(workflows);

  for (const enabled of [true, false]) {
    workflows
      .command(enabled ? 'enable <id>' : 'disable <id>')
      .description(enabled ? 'let it handle what happens from now on' : 'let events pass it by')
      .action((id: string, _options: object, command: Command) =>
        withCore(command, {}, async ({ client, json }) => {
          const workflow = await client.workflows.setEnabled({ id, enabled });
          print(json, { ok: true, workflow }, () => workflowLines([workflow]));
        }),
      );
  }

  workflows
    .command('delete <id>')
    .description('delete one; its run history stays')
    .action((id: string, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        await client.workflows.delete({ id });
        print(json, { ok: true, id }, () => ['Deleted. Its run history stays.']);
      }),
    );

  workflows
    .command('run <id>')
    .description('run one now for all users who are in the imported directory')
    .option('--dry-run', 'tell what it would do, and do nothing')
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
    .description('what workflows did, for whom, and why')
    .option('--workflow <id>', 'of one workflow')
    .option('--user <user>', 'for one user: user principal name or object id')
    .addOption(new Option('--state <state>', 'in one state').choices([...runStates]))
    .option('--before <n>', 'older than this one', parseNumber)
    .option('--limit <n>', 'at most so many, up to 500', parseNumber)
    .action(({ workflow, ...options }: RunsOptions, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        await client.workflows.work();
        const query = { ...options, ...(workflow === undefined ? {} : { workflowId: workflow }) };
        const page = await client.workflows.runs(query);
        print(json, { ok: true, ...page }, () =>
          page.runs.length === 0 ? [noRows(command, 'No workflow did anything yet.')] : runLines(page.runs),
        );
      }),
    );

  workflows
    .command('retry')
    .argument('<n>', 'number of the run', parseNumber)
    .description('try a run again that needs attention')
    .action((n: number, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const run = await client.workflows.retry({ n });
        print(json, { ok: true, run }, () => runLines([run]));
      }),
    );
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1 on.');
  return Number(text);
}
