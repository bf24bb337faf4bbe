import type { Command } from 'commander';
import {
  type Assignment,
  type AssignmentFilter,
  assignmentFormats,
  assignmentStates,
  userAccounts,
} from '../../contract/assignments/schema.ts';
import {
  assignedKeyWords,
  assignmentPurposeWords,
  assignmentStateWords,
  reasonWords,
  userAccountWords,
} from '../../contract/assignments/words.ts';
import { timeText } from '../../contract/text/times.ts';
import { commas, spokenLanguage, wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { parseEnd, parseLimit, parseStart } from '../arguments.ts';
import { defined } from '../defined.ts';
import { exportFormat, exportTakes, printWritten } from '../exportFile.ts';
import { noRows } from '../noRows.ts';
import { print } from '../output.ts';
import { listOr } from '../table.ts';
import { type Given, manyOf, needed, oneOf, parsed, text, withDefault } from '../takes.ts';
import { writeTo } from '../writeTo.ts';

const words = wordsOf('commands').assignments;

/** Adds `keydesk assignments list`, `assign`, `cancel`, `retry`, `revoke`, `delete-erased` and `export`. */
export function addAssignments(program: Command): void {
  const assignments = program.command('assignments').description(words.description);
  addList(assignments);

  const takesAssign = {
    user: needed('<user>', wordsOf('commandLine').user),
    purpose: oneOf('<purpose>', words.purpose, ['primary', 'backup']),
    expires: parsed('<time>', words.expires, parseEnd),
  };
  addCommand(assignments, 'assign', words.assign, { takes: takesAssign }, async ({ client, json }, given) => {
    const { user, purpose, expires } = given;
    const assignment = await client.assignments.assign(defined({ user, purpose, expiresAt: expires }));
    print(json, { ok: true, assignment }, () => [
      words.assigned({ name: assignment.user.displayName, reason: reasonWords(assignment) }),
    ]);
  });

  addChange(assignments, 'cancel', 'cancel');
  addChange(assignments, 'retry', 'retry');
  addChange(assignments, 'revoke', 'revoke');
  addChange(assignments, 'delete-erased', 'deleteErased');
  addExport(assignments);
}

function addList(assignments: Command): void {
  const limit = withDefault(parsed('<count>', wordsOf('commandLine').limit, parseLimit), 100);
  const spec = { takes: { ...filterTakes(), limit }, recover: true };
  addCommand(assignments, 'list', words.list, spec, async ({ client, json }, given, command) => {
    const page = await client.assignments.list({ ...filterOf(given), limit: given.limit });
    print(json, { ok: true, ...page }, () => [
      ...listOr(noRows(command, words.none), words.headings, page.assignments.map(row)),
      assignmentStates
        .filter(state => page.counts[state] > 0)
        .map(state => words.count({ state: assignmentStateWords[state], count: page.counts[state] }))
        .join(', '),
    ]);
  });
}

/** Adds a command that changes one assignment. */
function addChange(assignments: Command, name: string, act: 'cancel' | 'retry' | 'revoke' | 'deleteErased'): void {
  const spec = { takes: { id: needed('<id>', words.id) }, recover: true };
  addCommand(assignments, name, words[act], spec, async ({ client, json }, { id }) => {
    const assignment = await client.assignments[act]({ id });
    if (assignment.deletion?.failure) process.exitCode = 1;
    print(json, { ok: true, assignment }, () => [
      words.changed({
        name: assignment.user.displayName,
        state: assignmentStateWords[assignment.state],
        reason: reasonWords(assignment),
      }),
    ]);
  });
}

function addExport(assignments: Command): void {
  const takes = { ...filterTakes(), ...exportTakes(assignmentFormats) };
  addCommand(assignments, 'export', words.export, { takes }, async ({ client, json }, given) => {
    const { to } = given;
    const format = exportFormat(to, given.format, assignmentFormats);
    const request = { filter: filterOf(given), format, language: spokenLanguage() };
    await writeTo(to, await client.assignments.export(request), format === 'pdf' ? 'base64' : 'utf8');
    printWritten(json, to);
  });
}

function filterTakes() {
  return {
    state: manyOf('<state...>', words.state, assignmentStates),
    account: manyOf('<account...>', words.account, userAccounts),
    user: text('<user>', words.user),
    key: text('<key>', words.key),
    group: text('<id>', words.group),
    workflow: text('<id>', words.workflow),
    since: parsed('<time>', wordsOf('commandLine').since, parseStart),
    until: parsed('<time>', wordsOf('commandLine').until, parseEnd),
    text: text('<text>', words.text),
  };
}

function filterOf(given: Given<ReturnType<typeof filterTakes>>): AssignmentFilter {
  const { state, account, user, key, group, workflow, since, until, text } = given;
  return defined({ states: state, accounts: account, user, key, group, workflow, text, from: since, to: until });
}

function row(assignment: Assignment): string[] {
  const { id, user, purpose, state, account, updatedAt } = assignment;
  return [
    id,
    user.userPrincipalName,
    assignmentPurposeWords[purpose],
    commas([assignmentStateWords[state], ...(account === null ? [] : [userAccountWords[account]])]),
    assignedKeyWords(assignment) ?? '',
    timeText(updatedAt),
    reasonWords(assignment),
  ];
}
