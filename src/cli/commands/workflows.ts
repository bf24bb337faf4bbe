import type { Command } from 'commander';
import { timeText } from '../../contract/text/times.ts';
import { previewSentences, workflowSentences } from '../../contract/workflows/words.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { print } from '../output.ts';
import type { Session } from '../session.ts';
import { argument } from '../takes.ts';
import { addWorkflowDrafts } from './workflowDrafts.ts';
import { workflowLines } from './workflowRows.ts';
import { addWorkflowRuns } from './workflowRuns.ts';

const words = wordsOf('commands').workflows;

/** Adds `keydesk workflows …`: rules that assign passkeys automatically. */
export function addWorkflows(program: Command): void {
  const workflows = program.command('workflows').description(words.description);

  const takesId = { takes: { id: argument() } };

  addCommand(workflows, 'list', words.list, {}, async ({ client, json }) => {
    const list = await client.workflows.list();
    print(json, { ok: true, workflows: list }, () => workflowLines(list));
  });

  addCommand(workflows, 'show', words.show, takesId, async ({ client, json }, { id }) => {
    const details = await client.workflows.get({ id });
    const { group, trigger, existing, counted } = details.workflow;
    const preview = await client.workflows.preview({ id, group, trigger, existing, counted });
    print(json, { ok: true, ...details, preview }, () => [
      ...workflowLines([details.workflow]),
      ...workflowSentences(details.workflow),
      ...previewSentences(preview),
      ...details.versions.map(({ version, at, name }) => words.version({ version, time: timeText(at), name })),
    ]);
  });

  addWorkflowDrafts(workflows);

  addCommand(workflows, 'enable', words.enable, takesId, (session, { id }) => setEnabled(session, id, true));
  addCommand(workflows, 'disable', words.disable, takesId, (session, { id }) => setEnabled(session, id, false));

  addCommand(workflows, 'delete', words.delete, takesId, async ({ client, json }, { id }) => {
    await client.workflows.delete({ id });
    print(json, { ok: true, id }, () => [words.deleted]);
  });

  addWorkflowRuns(workflows);
}

async function setEnabled({ client, json }: Session, id: string, enabled: boolean): Promise<void> {
  const workflow = await client.workflows.setEnabled({ id, enabled });
  print(json, { ok: true, workflow }, () => workflowLines([workflow]));
}
