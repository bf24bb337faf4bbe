import type { Command } from 'commander';
import { previewSentences, workflowSentences } from '../../contract/workflows/words.ts';
import { wordsOf } from '../../words/say.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';
import { addWorkflowDrafts } from './workflowDrafts.ts';
import { workflowLines } from './workflowRows.ts';
import { addWorkflowRuns } from './workflowRuns.ts';

const words = wordsOf('commands').workflows;

/** Adds `keydesk workflows …`: rules that assign passkeys automatically. */
export function addWorkflows(program: Command): void {
  const workflows = program.command('workflows').description(words.description);

  workflows
    .command('list')
    .description(words.list)
    .action((_options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const list = await client.workflows.list();
        print(json, { ok: true, workflows: list }, () => workflowLines(list));
      }),
    );

  workflows
    .command('show <id>')
    .description(words.show)
    .action((id: string, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const details = await client.workflows.get({ id });
        const { group, trigger, existing, counted } = details.workflow;
        const preview = await client.workflows.preview({ id, group, trigger, existing, counted });
        print(json, { ok: true, ...details, preview }, () => [
          ...workflowLines([details.workflow]),
          ...workflowSentences(details.workflow),
          ...previewSentences(preview),
          ...details.versions.map(({ version, at, name }) => words.version({ version, time: at, name })),
        ]);
      }),
    );

  addWorkflowDrafts(workflows);

  for (const enabled of [true, false]) {
    workflows
      .command(enabled ? 'enable <id>' : 'disable <id>')
      .description(enabled ? words.enable : words.disable)
      .action((id: string, _options: object, command: Command) =>
        withCore(command, {}, async ({ client, json }) => {
          const workflow = await client.workflows.setEnabled({ id, enabled });
          print(json, { ok: true, workflow }, () => workflowLines([workflow]));
        }),
      );
  }

  workflows
    .command('delete <id>')
    .description(words.delete)
    .action((id: string, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        await client.workflows.delete({ id });
        print(json, { ok: true, id }, () => [words.deleted]);
      }),
    );

  addWorkflowRuns(workflows);
}
