import type { Command } from 'commander';
import { wordsOf } from '../words/say.ts';
import type { GlobalOptions } from './session.ts';
import { refuse } from './usage.ts';

const words = wordsOf('usageErrors');

/** Global options that some commands cannot use. */
const names = { practice: '--practice', graph: '--graph', graphVersion: '--graph-version', data: '--data' } as const;
type Name = keyof typeof names;

interface Rule {
  /** Names of commands, beginning with the first. A shorter list includes all commands below it. */
  readonly command: readonly string[];
  readonly options: readonly Name[];
  readonly why: 'ignoredBySimulator' | 'ignoredBySaved' | 'ignoredByAdd';
}

const rules: readonly Rule[] = [
  { command: ['simulate'], options: ['practice', 'graph', 'graphVersion', 'data'], why: 'ignoredBySimulator' },
  { command: ['connection', 'add'], options: ['practice', 'graph'], why: 'ignoredByAdd' },
  ...['list', 'use', 'remove', 'credential', 'sign-in', 'sign-out'].map(name => ({
    command: ['connection', name],
    options: ['practice', 'graph', 'graphVersion'] as const,
    why: 'ignoredBySaved' as const,
  })),
];

/**
 * Refuses global options that would have no effect, so that a command never does something other than what was
 * requested.
 * @throws CommanderError for wrong usage
 */
export function refuseIgnored(command: Command): void {
  const options: GlobalOptions = command.optsWithGlobals();
  if (options.practice === true && options.graph !== undefined) {
    refuse(command, words.practiceAndGraph);
  }
  const path = pathOf(command);
  for (const rule of rules.filter(({ command: of }) => of.every((name, index) => path[index] === name))) {
    const ignored = rule.options.find(name => options[name] !== undefined);
    if (ignored !== undefined) {
      refuse(command, words[rule.why]({ option: names[ignored], command: path.join(' ') }));
    }
  }
}

/**
 * Refuses a value that is the name of another option: the own value is missing, and the other option would have no
 * effect. For example, `--data --json` would create a folder named `--json`. An empty `--data` comes from a variable
 * that is not set.
 * @throws CommanderError for wrong usage
 */
export function refuseSwallowed(command: Command): void {
  const given: Readonly<Record<string, unknown>> = command.optsWithGlobals();
  const known = new Set(command.options.flatMap(({ long, short }) => [long, short]));
  for (const option of command.options.filter(({ required }) => required)) {
    const values = [given[option.attributeName()]].flat().filter(value => typeof value === 'string');
    const swallowed = values.find(value => known.has(value));
    if (swallowed !== undefined) {
      refuse(command, words.swallowed({ option: option.long ?? option.flags, value: swallowed }));
    }
    if (option.long === names.data && values.includes('')) refuse(command, words.dataEmpty);
  }
}

/** Returns the names of the command and its parents, without the program's own. */
function pathOf(command: Command): string[] {
  return command.parent === null ? [] : [...pathOf(command.parent), command.name()];
}
