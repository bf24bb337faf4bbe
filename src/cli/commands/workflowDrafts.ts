import { type Command, Option } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { type PasskeyKind, passkeyKinds } from '../../contract/passkeys/kinds.ts';
import { cleanPasted } from '../../contract/text/pasted.ts';
import {
  countedByDefault,
  type ExistingChoice,
  existingChoices,
  type WorkflowDraft,
  type WorkflowTrigger,
  workflowTriggers,
} from '../../contract/workflows/schema.ts';
import { previewSentences, workflowSentences } from '../../contract/workflows/words.ts';
import { wordsOf } from '../../words/say.ts';
import { print } from '../output.ts';
import { type Session, withCore } from '../session.ts';
import { refuse } from '../usage.ts';
import { workflowLines } from './workflowRows.ts';

const words = wordsOf('commands').workflows;

interface DraftOptions {
  name?: string;
  group?: string;
  everybody?: boolean;
  trigger?: WorkflowTrigger;
  existing?: ExistingChoice;
  counted?: PasskeyKind[];
  dryRun?: boolean;
}

/** Adds `keydesk workflows create|edit|duplicate`, the same as the wizard of the window. */
export function addWorkflowDrafts(workflows: Command): void {
  withDraft(
    workflows
      .command('create')
      .description(words.create)
      .requiredOption('--name <name>', words.name)
      .option('--group <group>', words.group),
    { trigger: 'security-key-activated', existing: 'skip', counted: countedByDefault },
  ).action(
    (
      options: Required<Pick<DraftOptions, 'name' | 'trigger' | 'existing' | 'counted'>> & DraftOptions,
      command: Command,
    ) =>
      withCore(command, {}, async session => {
        const { name, trigger, existing, counted, dryRun } = options;
        const group = options.group === undefined ? null : await groupOf(session, options.group);
        await submit(session, { name, trigger, existing, counted, group }, { dryRun });
      }),
  );

  withDraft(
    workflows
      .command('edit <id>')
      .description(words.edit)
      .option('--name <name>', words.name)
      .option('--group <group>', words.group)
      .addOption(new Option('--everybody', words.everybody).conflicts('group')),
  ).action((id: string, options: DraftOptions, command: Command) => {
    const { dryRun, everybody, group: _, ...given } = options;
    if (Object.keys(options).every(name => !DRAFT.includes(name))) refuse(command, wordsOf('usageErrors').giveChange);
    return withCore(command, {}, async session => {
      const { workflow } = await session.client.workflows.get({ id });
      const { name, trigger, existing, counted } = { ...workflow, ...given };
      const kept = everybody === true ? null : workflow.group;
      const group = options.group === undefined ? kept : await groupOf(session, options.group);
      await submit(session, { name, trigger, existing, counted, group }, { id, dryRun });
    });
  });

  workflows
    .command('duplicate <id>')
    .description(words.duplicate)
    .action((id: string, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const workflow = await client.workflows.duplicate({ id });
        print(json, { ok: true, workflow }, () => workflowLines([workflow]));
      }),
    );
}

/** Options that change the content of a workflow. */
const DRAFT: readonly string[] = ['name', 'group', 'everybody', 'trigger', 'existing', 'counted'];

function withDraft(command: Command, defaults: Pick<DraftOptions, 'trigger' | 'existing' | 'counted'> = {}): Command {
  return command
    .addOption(
      new Option('--trigger <trigger>', words.trigger).choices([...workflowTriggers]).default(defaults.trigger),
    )
    .addOption(
      new Option('--existing <choice>', words.existing).choices([...existingChoices]).default(defaults.existing),
    )
    .addOption(new Option('--counted <kinds...>', words.counted).choices([...passkeyKinds]).default(defaults.counted))
    .option('--dry-run', words.dryRun);
}

/** Submits a new workflow or a new version of one. A dry run only prints what the workflow would do. */
async function submit(
  { client, json }: Session,
  draft: WorkflowDraft,
  { id, dryRun }: { id?: string | undefined; dryRun?: boolean | undefined },
): Promise<void> {
  const { group, trigger, existing, counted } = draft;
  const preview = await client.workflows.preview({
    ...(id === undefined ? {} : { id }),
    group,
    trigger,
    existing,
    counted,
  });
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
  const group = cleanPasted(typed);
  const known = (await client.directory.groups({ search: group })).find(
    ({ displayName }) => displayName.toLowerCase() === group.toLowerCase(),
  );
  if (known !== undefined) return { id: known.id, name: known.displayName };
  if (!/^[0-9a-f-]{36}$/i.test(group)) throw new KeydeskError('workflow-group-unknown', { group });
  return { id: group, name: group };
}
