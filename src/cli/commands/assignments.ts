import { type Command, Option } from 'commander';
import {
  type Assignment,
  type AssignmentFilter,
  type AssignmentState,
  assignmentFormats,
  assignmentStates,
} from '../../contract/assignments/schema.ts';
import {
  assignedKeyWords,
  assignmentPurposeWords,
  assignmentStateWords,
  reasonWords,
} from '../../contract/assignments/words.ts';
import { parseEnd, parseLimit, parseStart } from '../arguments.ts';
import { exportFormat } from '../exportFile.ts';
import { noRows } from '../noRows.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';
import { listTable } from '../table.ts';
import { writeTo } from '../writeTo.ts';

interface FilterOptions {
  state?: AssignmentState[];
  user?: string;
  key?: string;
  group?: string;
  workflow?: string;
  since?: string;
  until?: string;
  text?: string;
}

/** `keydesk assignments list`, `assign`, `cancel`, `retry`, `revoke`, `delete-erased` and `export`. */
export function addAssignments(program: Command): void {
  const assignments = program
    .command('assignments')
    .description('which passkeys users are to have, and how far each has come');

  withFilter(assignments.command('list').description('list them, those that changed last first'))
    .option('--limit <count>', 'at most so many', parseLimit, 100)
    .action((options: FilterOptions & { limit: number }, command: Command) =>
      withCore(command, { recover: true }, async ({ client, json }) => {
        const page = await client.assignments.list({ ...filterOf(options), limit: options.limit });
        print(json, { ok: true, ...page }, () => [
          ...(page.assignments.length === 0
            ? [noRows(command, 'No passkey is assigned.')]
            : listTable(HEADINGS, page.assignments.map(row))),
          assignmentStates
            .filter(state => page.counts[state] > 0)
            .map(state => `${assignmentStateWords[state]}: ${page.counts[state]}`)
            .join(', '),
        ]);
      }),
    );

  assignments
    .command('assign')
    .description('let a user have a passkey as soon as they activate a key')
    .requiredOption('--user <user>', 'user principal name or object id')
    .addOption(new Option('--purpose <purpose>', 'which of the two').choices(['primary', 'backup']))
    .option('--expires <time>', 'when it ends if no key was activated: a day ends with it (ISO 8601)', parseEnd)
    .action((options: { user: string; purpose?: 'primary' | 'backup'; expires?: string }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { user, purpose, expires } = options;
        const assignment = await client.assignments.assign({
          user,
          ...(purpose === undefined ? {} : { purpose }),
          ...(expires === undefined ? {} : { expiresAt: expires }),
        });
        print(json, { ok: true, assignment }, () => [
          `Assigned to ${assignment.user.displayName}. ${reasonWords(assignment)}`,
        ]);
      }),
    );

  const acts = {
    cancel: 'end one that waits or failed',
    retry: 'let a failed one wait for a key again',
    revoke: 'delete the passkey of an active one in Microsoft Entra ID and end it',
    deleteErased: 'delete in Microsoft Entra ID the passkey of one that was erased from its key',
  } as const;
  const commands = { cancel: 'cancel', retry: 'retry', revoke: 'revoke', deleteErased: 'delete-erased' } as const;
  for (const act of ['cancel', 'retry', 'revoke', 'deleteErased'] as const) {
    assignments
      .command(commands[act])
      .description(acts[act])
      .requiredOption('--id <id>', 'the id that `assignments list` shows')
      .action(({ id }: { id: string }, command: Command) =>
        withCore(command, { recover: true }, async ({ client, json }) => {
          const assignment = await client.assignments[act]({ id });
          if (assignment.deletion?.failure) process.exitCode = 1;
          print(json, { ok: true, assignment }, () => [
            `${assignment.user.displayName}: ${assignmentStateWords[assignment.state].toLowerCase()}. ${reasonWords(assignment)}`,
          ]);
        }),
      );
  }

  withFilter(assignments.command('export').description('write them to a file'))
    .requiredOption('--to <file>', 'the file; one that is there already is kept')
    .addOption(
      new Option('--format <format>', 'kind of file; without it the ending of the file says, else csv').choices(
        assignmentFormats,
      ),
    )
    .action((options: FilterOptions & { to: string; format?: (typeof assignmentFormats)[number] }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { to } = options;
        const format = exportFormat(to, options.format, assignmentFormats);
        const parts = await client.assignments.export({ filter: filterOf(options), format });
        await writeTo(to, parts, format === 'pdf' ? 'base64' : 'utf8');
        print(json, { ok: true, file: to }, () => [`Written to ${to}.`]);
      }),
    );
}

function withFilter(command: Command): Command {
  return command
    .addOption(new Option('--state <state...>', 'only in these states').choices(assignmentStates))
    .option('--user <user>', 'of this user: object id or user principal name')
    .option('--key <key>', 'on this key: serial number, AAGUID or inventory id')
    .option('--group <id>', 'of members of this group, by object id, as imported')
    .option('--workflow <id>', 'by this workflow')
    .option('--since <time>', 'changed from this day or moment on (ISO 8601)', parseStart)
    .option('--until <time>', 'changed up to the end of this day, or before this moment (ISO 8601)', parseEnd)
    .option('--text <text>', 'with this text in the names of user, passkey, key or workflow');
}

function filterOf({ state, since, until, ...filter }: FilterOptions): AssignmentFilter {
  const { user, key, group, workflow, text } = filter;
  const all = { states: state, user, key, group, workflow, text, from: since, to: until };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const HEADINGS = ['Id', 'User', 'Purpose', 'State', 'Key', 'Changed', 'Reason'];

function row(assignment: Assignment): string[] {
  const { id, user, purpose, state, updatedAt } = assignment;
  return [
    id,
    user.userPrincipalName,
    assignmentPurposeWords[purpose],
    assignmentStateWords[state],
    assignedKeyWords(assignment) ?? '',
    updatedAt,
    reasonWords(assignment),
  ];
}
