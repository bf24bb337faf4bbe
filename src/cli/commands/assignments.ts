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
import { spokenLanguage, wordsOf } from '../../words/say.ts';
import { parseEnd, parseLimit, parseStart } from '../arguments.ts';
import { exportFormat } from '../exportFile.ts';
import { noRows } from '../noRows.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';
import { listTable } from '../table.ts';
import { writeTo } from '../writeTo.ts';

const words = wordsOf('commands').assignments;

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

/** Adds `keydesk assignments list`, `assign`, `cancel`, `retry`, `revoke`, `delete-erased` and `export`. */
export function addAssignments(program: Command): void {
  const assignments = program.command('assignments').description(words.description);

  withFilter(assignments.command('list').description(words.list))
    .option('--limit <count>', wordsOf('commandLine').limit, parseLimit, 100)
    .action((options: FilterOptions & { limit: number }, command: Command) =>
      withCore(command, { recover: true }, async ({ client, json }) => {
        const page = await client.assignments.list({ ...filterOf(options), limit: options.limit });
        print(json, { ok: true, ...page }, () => [
          ...(page.assignments.length === 0
            ? [noRows(command, words.none)]
            : listTable(words.headings, page.assignments.map(row))),
          assignmentStates
            .filter(state => page.counts[state] > 0)
            .map(state => words.count({ state: assignmentStateWords[state], count: page.counts[state] }))
            .join(', '),
        ]);
      }),
    );

  assignments
    .command('assign')
    .description(words.assign)
    .requiredOption('--user <user>', wordsOf('commandLine').user)
    .addOption(new Option('--purpose <purpose>', words.purpose).choices(['primary', 'backup']))
    .option('--expires <time>', words.expires, parseEnd)
    .action((options: { user: string; purpose?: 'primary' | 'backup'; expires?: string }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { user, purpose, expires } = options;
        const assignment = await client.assignments.assign({
          user,
          ...(purpose === undefined ? {} : { purpose }),
          ...(expires === undefined ? {} : { expiresAt: expires }),
        });
        print(json, { ok: true, assignment }, () => [
          words.assigned({ name: assignment.user.displayName, reason: reasonWords(assignment) }),
        ]);
      }),
    );

  const commands = { cancel: 'cancel', retry: 'retry', revoke: 'revoke', deleteErased: 'delete-erased' } as const;
  for (const act of ['cancel', 'retry', 'revoke', 'deleteErased'] as const) {
    assignments
      .command(commands[act])
      .description(words[act])
      .requiredOption('--id <id>', words.id)
      .action(({ id }: { id: string }, command: Command) =>
        withCore(command, { recover: true }, async ({ client, json }) => {
          const assignment = await client.assignments[act]({ id });
          if (assignment.deletion?.failure) process.exitCode = 1;
          print(json, { ok: true, assignment }, () => [
            words.changed({
              name: assignment.user.displayName,
              state: assignmentStateWords[assignment.state],
              reason: reasonWords(assignment),
            }),
          ]);
        }),
      );
  }

  withFilter(assignments.command('export').description(words.export))
    .requiredOption('--to <file>', wordsOf('commandLine').toFile)
    .addOption(new Option('--format <format>', wordsOf('commandLine').format).choices(assignmentFormats))
    .action((options: FilterOptions & { to: string; format?: (typeof assignmentFormats)[number] }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { to } = options;
        const format = exportFormat(to, options.format, assignmentFormats);
        const parts = await client.assignments.export({
          filter: filterOf(options),
          format,
          language: spokenLanguage(),
        });
        await writeTo(to, parts, format === 'pdf' ? 'base64' : 'utf8');
        print(json, { ok: true, file: to }, () => [wordsOf('commandLine').written({ file: to })]);
      }),
    );
}

function withFilter(command: Command): Command {
  return command
    .addOption(new Option('--state <state...>', words.state).choices(assignmentStates))
    .option('--user <user>', words.user)
    .option('--key <key>', words.key)
    .option('--group <id>', words.group)
    .option('--workflow <id>', words.workflow)
    .option('--since <time>', wordsOf('commandLine').since, parseStart)
    .option('--until <time>', wordsOf('commandLine').until, parseEnd)
    .option('--text <text>', words.text);
}

function filterOf({ state, since, until, ...filter }: FilterOptions): AssignmentFilter {
  const { user, key, group, workflow, text } = filter;
  const all = { states: state, user, key, group, workflow, text, from: since, to: until };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

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
