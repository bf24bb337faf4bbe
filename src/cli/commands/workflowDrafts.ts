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
import { print } from '../output.ts';
import { type Session, withCore } from '../session.ts';
import { workflowLines } from './workflowRows.ts';

interface DraftOptions {
  name?: string;
  group?: string;
  everybody?: boolean;
  trigger?: WorkflowTrigger;
  existing?: ExistingChoice;
  counted?: PasskeyKind[];
  dryRun?: boolean;
}

/** `keydesk workflows create|edit|duplicate`: what the window's wizard does. */
export function addWorkflowDrafts(workflows: Command): void {
  withDraft(
    workflows
      .command('create')
      .description('submit a workflow; it handles what happens from then on')
      .requiredOption('--name <name>', 'its name')
      .option('--group <group>', 'name or object id of an imported group (default: everybody)'),
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
      .description('make a new version; what is not given stays, and what ran keeps the version it began with')
      .option('--name <name>', 'another name')
      .option('--group <group>', 'name or object id of an imported group')
      .addOption(new Option('--everybody', 'no group').conflicts('group')),
  ).action((id: string, options: DraftOptions, command: Command) => {
    const { dryRun, everybody, group: _, ...given } = options;
    if (Object.keys(options).every(name => !DRAFT.includes(name))) command.error('error: give what is to change');
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
    .description('make a copy, which is not enabled yet')
    .action((id: string, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const workflow = await client.workflows.duplicate({ id });
        print(json, { ok: true, workflow }, () => workflowLines([workflow]));
      }),
    );
}

/** Options that say what a workflow is to be. */
const DRAFT: readonly string[] = ['name', 'group', 'everybody', 'trigger', 'existing', 'counted'];

function withDraft(command: Command, defaults: Pick<DraftOptions, 'trigger' | 'existing' | 'counted'> = {}): Command {
  return command
    .addOption(
      new Option('--trigger <trigger>', 'what sets it off').choices([...workflowTriggers]).default(defaults.trigger),
    )
    .addOption(
      new Option('--existing <choice>', 'what is done with users who have a passkey already')
        .choices([...existingChoices])
        .default(defaults.existing),
    )
    .addOption(
      new Option('--counted <kinds...>', 'the kinds of passkey that count as having one')
        .choices([...passkeyKinds])
        .default(defaults.counted),
    )
    .option('--dry-run', 'tell what it would do, and submit nothing');
}

/** Submits a new workflow, or a new version of one; of a dry run only tells what it would do. */
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
  const words = () => [...workflowSentences(draft), ...previewSentences(preview)];
  if (dryRun === true) return print(json, { ok: true, draft, preview }, words);
  const workflow =
    id === undefined ? await client.workflows.create(draft) : await client.workflows.edit({ id, ...draft });
  print(json, { ok: true, workflow, preview }, () => [
    ...words(),
    `Submitted: ${workflow.id}, version ${workflow.version}`,
  ]);
}

/** An imported group by its object id or its whole name. */
async function groupOf({ client }: Session, typed: string): Promise<WorkflowDraft['group']> {
  const group = cleanPasted(typed);
  const known = (await client.directory.groups({ search: group })).find(
    ({ displayName }) => displayName.toLowerCase() === group.toLowerCase(),
  );
  if (known !== undefined) return { id: known.id, name: known.displayName };
  if (!/^[0-9a-f-]{36}$/i.test(group)) throw new KeydeskError('workflow-group-unknown', { group });
  return { id: group, name: group };
}
