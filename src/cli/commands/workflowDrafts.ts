import type { Command } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { passkeyKinds } from '../../contract/passkeys/kinds.ts';
import { cleanReference } from '../../contract/text/pasted.ts';
import {
  countedByDefault,
  existingChoices,
  type WorkflowDraft,
  workflowTriggers,
} from '../../contract/workflows/schema.ts';
import { previewSentences, workflowSentences } from '../../contract/workflows/words.ts';
import { spokenLanguage, wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { print } from '../output.ts';
import type { Session } from '../session.ts';
import { argument, flag, type Given, manyOf, needed, notWith, oneOf, text, withDefault } from '../takes.ts';
import { refuse } from '../usage.ts';
import { workflowLines } from './workflowRows.ts';

const words = wordsOf('commands').workflows;

/** Adds `keydesk workflows create|edit|duplicate`, the same as the wizard of the window. */
export function addWorkflowDrafts(workflows: Command): void {
  addCommand(workflows, 'create', words.create, { takes: takesCreate() }, async (session, given) => {
    const { name, trigger, existing, counted, dryRun } = given;
    const group = given.group === undefined ? null : await groupOf(session, given.group);
    await submit(session, { name, trigger, existing, counted, group }, { dryRun });
  });

  const spec = { takes: takesEdit(), check: checkEdit };
  addCommand(
    workflows,
    'edit',
    words.edit,
    spec,
    async (session, { id, dryRun, everybody, group: wanted, ...given }) => {
      const { workflow } = await session.client.workflows.get({ id });
      const { name, trigger, existing, counted } = { ...workflow, ...given };
      const kept = everybody === true ? null : workflow.group;
      const group = wanted === undefined ? kept : await groupOf(session, wanted);
      await submit(session, { name, trigger, existing, counted, group }, { id, dryRun });
    },
  );

  const takes = { id: argument() };
  addCommand(workflows, 'duplicate', words.duplicate, { takes }, async ({ client, json }, { id }) => {
    const workflow = await client.workflows.duplicate({ id, language: spokenLanguage() });
    print(json, { ok: true, workflow }, () => workflowLines([workflow]));
  });
}

function takesCreate() {
  const { trigger, existing, counted, dryRun } = takesRule();
  return {
    name: needed('<name>', words.name),
    group: text('<group>', words.group),
    trigger: withDefault(trigger, 'security-key-activated'),
    existing: withDefault(existing, 'skip'),
    counted: withDefault(counted, [...countedByDefault]),
    dryRun,
  };
}

function takesEdit() {
  return {
    id: argument(),
    name: text('<name>', words.name),
    group: text('<group>', words.group),
    everybody: notWith('group', flag(words.everybody)),
    ...takesRule(),
  };
}

function takesRule() {
  return {
    trigger: oneOf('<trigger>', words.trigger, workflowTriggers),
    existing: oneOf('<choice>', words.existing, existingChoices),
    counted: manyOf('<kinds...>', words.counted, passkeyKinds),
    dryRun: flag(words.dryRun),
  };
}

/** Refuses an edit that changes nothing. */
function checkEdit({ id: _, dryRun: __, ...changes }: Given<ReturnType<typeof takesEdit>>, command: Command): void {
  if (Object.keys(changes).length === 0) refuse(command, wordsOf('usageErrors').giveChange);
}

/** Submits a new workflow or a new version of one. A dry run only prints what the workflow would do. */
async function submit(
  { client, json }: Session,
  draft: WorkflowDraft,
  { id, dryRun }: { id?: string | undefined; dryRun?: boolean | undefined },
): Promise<void> {
  const { group, trigger, existing, counted } = draft;
  const preview = await client.workflows.preview(defined({ id, group, trigger, existing, counted }));
  const sentences = () => [...workflowSentences(draft), ...previewSentences(preview)];
  if (dryRun === true) return print(json, { ok: true, draft, preview }, sentences);
  const workflow =
    id === undefined ? await client.workflows.create(draft) : await client.workflows.edit({ id, ...draft });
  print(json, { ok: true, workflow, preview }, () => [
    ...sentences(),
    words.submitted({ id: workflow.id, version: workflow.version }),
  ]);
}

/** Returns an imported group by its object id or its full name. */
async function groupOf({ client }: Session, typed: string): Promise<WorkflowDraft['group']> {
  const group = cleanReference(typed);
  const known = (await client.directory.groups({ search: group })).find(
    ({ displayName }) => displayName.toLowerCase() === group.toLowerCase(),
  );
  if (known !== undefined) return { id: known.id, name: known.displayName };
  if (!/^[0-9a-f-]{36}$/i.test(group)) throw new KeydeskError('workflow-group-unknown', { group });
  return { id: group, name: group };
}
